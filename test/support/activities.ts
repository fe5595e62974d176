/** Activities as Teams sends them, with people and tenants that do not exist. A test changes the one field it is about. */

export const TENANT_ID = '1111abcd-1111-4111-8111-111111111111'
export const DANA = { id: '29:dana', name: 'Dana', aadObjectId: '33333333-3333-4333-8333-333333333301' }
export const SAM = { id: '29:sam', name: 'Sam', aadObjectId: '33333333-3333-4333-8333-333333333302' }
export const BOT = { id: '28:22222222-2222-4222-8222-222222222222', name: 'Postern' }
export const SECURITY_CHANNEL_ID = '19:security@thread.tacv2'

export type Json = Record<string, unknown>

/** Dana writes to the bot in their own chat. */
export function personalMessage(serviceUrl: string, changes: Json = {}): Json {
  return {
    type: 'message',
    id: '1700000000000',
    channelId: 'msteams',
    serviceUrl,
    from: DANA,
    recipient: BOT,
    conversation: { id: 'a:personal-dana', conversationType: 'personal', tenantId: TENANT_ID },
    channelData: { tenant: { id: TENANT_ID } },
    locale: 'en-GB',
    textFormat: 'plain',
    text: 'hello',
    ...changes,
  }
}

/** Dana mentions the bot where colleagues read along. */
export function groupMention(serviceUrl: string, text: string, changes: Json = {}): Json {
  const mention = '<at>Postern</at>'
  return personalMessage(serviceUrl, {
    conversation: { id: '19:group@thread.v2', conversationType: 'groupChat', isGroup: true, tenantId: TENANT_ID },
    text: `${mention} ${text}`,
    entities: [{ type: 'mention', text: mention, mentioned: BOT }],
    ...changes,
  })
}

export function invoke(serviceUrl: string, name: string, value: unknown, changes: Json = {}): Json {
  return personalMessage(serviceUrl, { type: 'invoke', name, value, text: undefined, ...changes })
}

/** A press of an Action.Execute button, as the card that Postern sent would carry it. */
export function press(serviceUrl: string, data: Json, changes: Json = {}): Json {
  const action = { type: 'Action.Execute', verb: data.verb, data }
  return invoke(serviceUrl, 'adaptiveCard/action', { action, trigger: 'manual' }, changes)
}

export async function post(url: string, body: unknown, authorization?: string): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json; charset=utf-8',
      ...(authorization === undefined ? {} : { authorization }),
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}
