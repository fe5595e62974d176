/** Campaigns of the last days: sign-ins of several people that went to one place, and lures that several reported. */
import type { CampaignView } from '../domain/desk/index.js'
import { addressOf, holderOf, receiverOf } from '../domain/signInAlert/index.js'
import { placeOf } from './alertLegs.js'
import type { Ports, StoredCase } from './ports.js'

const SPAN_MS = 30 * 24 * 60 * 60 * 1000
const CASES_MAX = 2_000
const CAMPAIGNS_MAX = 8

export async function campaigns(ports: Pick<Ports, 'clock' | 'settings' | 'store'>): Promise<readonly CampaignView[]> {
  const since = new Date(ports.clock.now().getTime() - SPAN_MS)
  const [cases, lures] = await Promise.all([
    ports.store.recentCasesWith('campaign-same-source', since, CASES_MAX),
    ports.store.reportedCampaigns(since, CAMPAIGNS_MAX),
  ])
  const reported = lures.map(
    ({ reporters, firstAt, lastAt }): CampaignView => ({ kind: 'lure', people: reporters, from: firstAt, to: lastAt }),
  )
  return [...byReceiver(cases, ports.settings.trustedNetworks), ...reported]
    .sort((one, other) => other.to.getTime() - one.to.getTime())
    .slice(0, CAMPAIGNS_MAX)
}

/** One place a campaign: the holder of the address that the tokens went to. */
function byReceiver(cases: readonly StoredCase[], trustedNetworks: readonly string[]): readonly CampaignView[] {
  const groups = new Map<string, StoredCase[]>()
  for (const stored of cases) {
    const address = addressOf(receiverOf(stored.case).record.ipAddress)
    const holder = address === undefined ? '' : holderOf(address)
    const group = groups.get(holder)
    if (group === undefined) groups.set(holder, [stored])
    else group.push(stored)
  }
  return [...groups.values()].map((group): CampaignView => {
    const [newest, oldest] = [group[0] as StoredCase, group.at(-1) as StoredCase]
    return {
      kind: 'tokens',
      place: placeOf(receiverOf(newest.case), trustedNetworks),
      people: new Set(group.map(({ userId }) => userId)).size,
      from: oldest.firstSeen,
      to: newest.firstSeen,
    }
  })
}
