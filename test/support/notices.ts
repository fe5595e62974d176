/** A notice to send, made of people and findings that do not exist. */
import { checkId, userId } from '../../src/domain/ids.js'
import type { Notice } from '../../src/domain/notices.js'
import { DANA } from './activities.js'

export const exampleReport: Notice = {
  kind: 'team-report',
  part: 'case',
  report: {
    checkId: checkId('55555555-5555-4555-8555-555555555501'),
    reporter: { userId: userId(DANA.aadObjectId), displayName: 'Dana', userPrincipalName: 'dana@contoso.example' },
    check: { verdict: 'phishing', confidence: 'certain', signals: [] },
    text: null,
    reports: 1,
    reporters: 1,
    by: [],
    firstAt: new Date('2026-03-02T08:00:00Z'),
    lastAt: new Date('2026-03-02T08:00:00Z'),
    warning: null,
  },
}
