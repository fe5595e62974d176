/** How the bot proves to Entra who it is: the kinds of app that the settings know and the token source signs in as. */
import type { TenantId } from './ids.js'

export type AppIdentity = { readonly appId: string; readonly tenantId: TenantId } & (
  | { readonly kind: 'secret'; readonly secret: string }
  /** The private key and its certificate, one PEM text. */
  | { readonly kind: 'certificate'; readonly pem: string }
  /** A user-assigned managed identity; `appId` is its client id. */
  | { readonly kind: 'managed-identity' }
  /** The managed identity vouches for the app registration: no secret, and the registration may live elsewhere. */
  | { readonly kind: 'federated'; readonly managedIdentityClientId: string }
)
