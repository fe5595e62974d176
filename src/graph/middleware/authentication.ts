/**
 * Puts the app's token on a request, and asks for a new one once when Graph no longer accepts the old: tokens die early
 * when a secret is rolled, a permission is granted or an app is disabled.
 *
 * The SDK's own handler is not used: it decides by `https://` and a host list whether to send a token at all.
 */
import type { Context, Middleware } from '@microsoft/microsoft-graph-client'
import { PosternError } from '../../domain/errors.js'
import type { Credentials } from '../credentials.js'
import { giveUp } from '../requestState.js'

export class Authentication implements Middleware {
  private next: Middleware | undefined

  constructor(private readonly credentials: Credentials) {}

  setNext(next: Middleware): void {
    this.next = next
  }

  async execute(context: Context): Promise<void> {
    await this.send(context, false)
    if (context.response?.status === 401) await this.send(context, true)
  }

  private async send(context: Context, fresh: boolean): Promise<void> {
    const token = await this.credentials.getToken({ fresh }).catch((error: unknown) => {
      const known = error instanceof PosternError
      return giveUp(
        context,
        known ? error : new PosternError('graph-unauthorized', { reason: 'token' }, { cause: error }),
      )
    })
    const headers = new Headers(context.options?.headers)
    headers.set('Authorization', `Bearer ${token}`)
    context.options = { ...context.options, headers }
    await this.next?.execute(context)
  }
}
