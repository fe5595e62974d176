/**
 * What was usual before each case began, for the person and for those whose tokens went to the same place: a receiver
 * at which somebody is at home makes no campaign of them.
 */
import { type UserId, userId } from '../domain/ids.js'
import {
  type AssessmentContext,
  type DeviceCodeCase,
  findCampaigns,
  historyBefore,
  type KnownCase,
  type SignInUsage,
  type UserHistory,
} from '../domain/signInAlert/index.js'
import type { OwnerKnowledge } from './assessmentContext.js'
import { knownCases, rememberedUsage } from './personHistory.js'
import type { Ports, StoredCase } from './ports.js'

export interface CaseHistories {
  /** The context with `history` for this case; without it where the owner's is not known. */
  contextFor(one: DeviceCodeCase): AssessmentContext
}

const NEIGHBOURS_MAX = 50

export async function historiesOf(
  ports: Pick<Ports, 'clock' | 'store'>,
  about: {
    readonly owner: UserId
    readonly cases: readonly DeviceCodeCase[]
    readonly knowledge: OwnerKnowledge
    readonly neighbours: readonly StoredCase[]
  },
): Promise<CaseHistories> {
  const { owner, cases, knowledge, neighbours } = about
  const { context, usage } = knowledge
  if (usage === null) return { contextFor: () => context }
  const known = await knownCases(ports.store, owner)
  const others = await neighbourHistories(ports, owner, cases, neighbours, context)
  return {
    contextFor: (one) => ({ ...context, history: new Map([...others, [owner, historyBefore(usage, one, known)]]) }),
  }
}

/** Of those who would make a campaign with one of the cases, as far as it is remembered. */
async function neighbourHistories(
  ports: Pick<Ports, 'clock' | 'store'>,
  owner: UserId,
  cases: readonly DeviceCodeCase[],
  neighbours: readonly StoredCase[],
  context: AssessmentContext,
): Promise<ReadonlyMap<string, UserHistory>> {
  const others = neighbours.filter((one) => one.userId !== owner).map((one) => one.case)
  const campaign = findCampaigns([...others, ...cases], context)
  const histories = new Map<string, UserHistory>()
  if (!cases.some(({ caseId }) => campaign.has(caseId))) return histories
  for (const one of others.filter(({ caseId }) => campaign.has(caseId))) {
    if (histories.size >= NEIGHBOURS_MAX) break
    if (histories.has(one.userId)) continue
    const usage: SignInUsage | null = await rememberedUsage(ports, userId(one.userId))
    if (usage === null) continue
    const known: readonly KnownCase[] = await knownCases(ports.store, userId(one.userId))
    histories.set(one.userId, historyBefore(usage, one, known))
  }
  return histories
}
