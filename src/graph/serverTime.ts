/** The time by Graph's clock, from the Date header that it sends with any answer, a refusal too. No token is sent. */
const TIMEOUT_MS = 10_000

/** Null where nothing answers or the header is missing. Never throws. */
export async function serverTime(graphOrigin: string, simulatedOrigin: string | undefined): Promise<Date | null> {
  try {
    const answer = await fetch(`${simulatedOrigin ?? graphOrigin}/v1.0/`, {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    const time = new Date(answer.headers.get('date') ?? '')
    return Number.isNaN(time.getTime()) ? null : time
  } catch {
    return null
  }
}
