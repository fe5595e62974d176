import { describe, expect, it } from 'vitest'
import { controlsInWords, levelsInWords } from '../../src/cards/policyControls.js'

describe('what a policy asks for', () => {
  it('stands in words, the alternatives of an OR as such', () => {
    expect(controlsInWords(['compliantDevice|mfa', 'session:signInFrequency'], 'en')).toBe(
      'a compliant device or multifactor authentication, a session control',
    )
    expect(controlsInWords(['mfa'], 'de')).toBe('Multi-Faktor-Authentifizierung')
  })

  it('says a kind once, however many of it there are', () => {
    expect(controlsInWords(['termsOfUse:1|termsOfUse:2'], 'en')).toBe('terms of use')
  })

  it('keeps what Graph may invent, without what a card would read in it', () => {
    expect(controlsInWords(['[new](https://x.example)'], 'en')).not.toContain('](')
    expect(levelsInWords(['high', 'someday'], 'sv')).toBe('hög, someday')
  })
})
