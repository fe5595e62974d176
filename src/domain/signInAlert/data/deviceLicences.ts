/**
 * Licences that are assigned to a device and not to a person: Teams Rooms and shared Teams devices (phones, panels).
 *
 * Source: Microsoft Learn, "Product names and service plan identifiers for licensing" (SKU ids). They are data: add a
 * line, change no code.
 */
export const DEVICE_LICENCES: ReadonlyMap<string, string> = new Map([
  ['4cde982a-ede4-4409-9ae6-b003453c8ea6', 'Microsoft Teams Rooms Pro'],
  ['21943e3a-2429-4f83-84c1-02735cd49e78', 'Microsoft Teams Rooms Pro without Audio Conferencing'],
  ['6af4b3d6-14bb-4a2a-960c-6c902aad34f3', 'Microsoft Teams Rooms Basic'],
  ['50509a35-f0bd-4c5e-89ac-22f0e16a00f8', 'Microsoft Teams Rooms Basic without Audio Conferencing'],
  ['6070a4c8-34c6-4937-8dfb-39bbc6397a60', 'Microsoft Teams Rooms Standard'],
  ['4fb214cb-a430-4a91-9c91-4976763aa78f', 'Microsoft Teams Rooms Premium'],
  ['295a8eb0-f78d-45c7-8b5b-1eed5ed02dff', 'Microsoft Teams Shared Devices'],
])

/**
 * Whether an account is that of a device, as far as its licences tell: it has one for devices and no other. A person who
 * was given a room's licence beside their own stays a person, and is asked.
 */
export const hasDeviceLicencesOnly = (skuIds: readonly string[]): boolean =>
  skuIds.length > 0 && skuIds.every((skuId) => DEVICE_LICENCES.has(skuId.toLowerCase()))
