import { describe, expect, it } from 'vitest'
import { findSchemeLinks } from '../../../../src/domain/codeCheck/artifacts/schemes.js'

describe('a link that is no address', () => {
  it.each([
    ['javascript:alert(1)', 'script', 'javascript'],
    ['JavaScript:alert(1)', 'script', 'javascript'],
    ['vbscript:x', 'script', 'vbscript'],
    ['data:text/html;base64,PGh0bWw+', 'script', 'data'],
    ['data:image/svg+xml,<svg', 'script', 'data'],
    ['blob:https://contoso.example/1', 'script', 'blob'],
    ['file://evil.example@80/share/x.lnk', 'local', 'file'],
    ['file:///C:/Users/x', 'local', 'file'],
    ['search-ms:query=invoice&crumb=location:evil', 'local', 'search-ms'],
    ['ms-appinstaller:?source=https://evil.example/x', 'local', 'ms-appinstaller'],
    ['ms-quick-assist:?a', 'local', 'ms-quick-assist'],
    ['ms-msdt:/id', 'local', 'ms-msdt'],
    ['sgnl://linkdevice?uuid=a', 'linked-device', 'signal'],
  ])('%s is %s', (text, kind, service) => {
    expect(findSchemeLinks(`see ${text} now`)[0]).toMatchObject({ kind, service, start: 4 })
  })
  it.each([
    'data:image/png;base64,iVBORw0KGgo=',
    'ms-word:ofe|u|https://contoso.sharepoint.com/a.docx',
    'msteams:/l/meetup-join/19',
    'Search: the file',
    'file: report.pdf',
    'mailto:a@contoso.example',
    'tel:+4930123',
    'data: 5 rows',
    'https://contoso.example',
    'Fido:Bello',
  ])('%s is none', (text) => expect(findSchemeLinks(text)).toEqual([]))
  it('ends before the punctuation of its sentence', () => {
    expect(findSchemeLinks('(tg://login?token=AQB).')[0]?.written).toBe('tg://login?token=AQB')
  })
})
