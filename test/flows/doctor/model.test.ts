import { describe, expect, it } from 'vitest'
import { mendingOf } from '../../../src/cli/doctorWords.js'
import { PosternError } from '../../../src/domain/errors.js'
import type { Chosen } from '../../../src/domain/policyStatus/index.js'
import { understandsPlainQuestion } from '../../../src/flows/chooseQuestion.js'
import { model } from '../../../src/flows/doctor/model.js'

const found = { host: 'models.contoso.example', name: 'small-model', style: 'azure' } as const
const look = (understands: () => Promise<boolean>) => model({ inspection: { model: { ...found, understands } } })
const facts = { host: 'models.contoso.example', model: 'small-model', style: 'azure' }

describe('the doctor', () => {
  it('has nothing to say where no language model is configured', async () => {
    expect(await model({ inspection: { model: null } })).toEqual([])
  })

  it('says which one is, and that it answers', async () => {
    expect(await look(async () => true)).toMatchObject([{ state: 'ok', subject: 'POSTERN_MODEL_ENDPOINT', facts }])
  })

  it('calls none a fault that does not answer, and says what mends it', async () => {
    expect(await look(async () => false)).toMatchObject([{ state: 'unknown', code: 'model-answer-invalid', facts }])
    const [finding] = await look(() => Promise.reject(new PosternError('model-refused', { status: 401 })))
    expect(finding).toMatchObject({ state: 'unknown', code: 'model-refused', facts: { ...facts, status: 401 } })
    if (finding !== undefined) expect(mendingOf(finding).mend).toContain('HTTP 401')
  })

  it('asks it the same words each time', async () => {
    const asked: string[] = []
    const chooser = (kind: string) => ({
      async choose(text: string): Promise<Chosen> {
        asked.push(text)
        return { kind, parameters: {} }
      },
    })
    const deadlines = { after: () => new AbortController().signal }
    expect(await understandsPlainQuestion({ chooser: chooser('status'), deadlines })).toBe(true)
    expect(await understandsPlainQuestion({ chooser: chooser('plan'), deadlines })).toBe(false)
    expect(new Set(asked).size).toBe(1)
  })
})
