/**
 * Licences that are assigned to a device and not to a person: Teams Rooms and shared Teams devices (phones, panels).
 *
 * Source: Microsoft Learn, "Product names and service plan identifiers for licensing" (SKU ids), looked up
 * 2026-11-23 in the copy of merill/microsoft-info. They are data: add a line, change no code.
 * Fifteen at most: they go into one filter, and Graph takes no more clauses joined by `or` (Microsoft Graph docs, "Use the
 * $filter query parameter"; microsoftgraph/microsoft-graph-docs issue 21098).
 */
export const DEVICE_LICENCES: ReadonlyMap<string, string> = new Map([
  ['4cde982a-ede4-4409-9ae6-b003453c8ea6', 'Microsoft Teams Rooms Pro'],
  ['21943e3a-2429-4f83-84c1-02735cd49e78', 'Microsoft Teams Rooms Pro without Audio Conferencing'],
  ['6af4b3d6-14bb-4a2a-960c-6c902aad34f3', 'Microsoft Teams Rooms Basic'],
  ['50509a35-f0bd-4c5e-89ac-22f0e16a00f8', 'Microsoft Teams Rooms Basic without Audio Conferencing'],
  ['6070a4c8-34c6-4937-8dfb-39bbc6397a60', 'Microsoft Teams Rooms Standard'],
  ['61bec411-e46a-4dab-8f46-8b58ec845ffe', 'Microsoft Teams Rooms Standard without Audio Conferencing'],
  ['4fb214cb-a430-4a91-9c91-4976763aa78f', 'Teams Rooms Premium'],
  ['c25e2b36-e161-4946-bef2-69239729f690', 'Microsoft Teams Rooms Pro for EDU'],
  ['a4e376bd-c61e-4618-9901-3fc0cb1b88bb', 'Microsoft Teams Rooms Basic for EDU'],
  ['31ecb341-2a17-483e-9140-c473006d1e1a', 'Microsoft Teams Rooms Pro for GCC'],
  ['9571e9ac-2741-4b63-95fd-a79696f0d0ac', 'Microsoft Teams Rooms Standard for GCC'],
  ['b4348f75-a776-4061-ac6c-36b9016b01d1', 'Microsoft Teams Rooms Standard for GCC without Audio Conferencing'],
  ['295a8eb0-f78d-45c7-8b5b-1eed5ed02dff', 'Microsoft Teams Shared Devices'],
  ['420c7602-7f70-4895-9394-d3d679ea36fb', 'Microsoft Teams Shared Devices for Faculty'],
  ['b1511558-69bd-4e1b-8270-59ca96dba0f3', 'Microsoft Teams Shared Devices for GCC'],
])

/**
 * Whether an account is that of a device, as far as its licences tell: it has one for devices and no other. A person who
 * was given a room's licence beside their own stays a person, and is asked.
 */
export const hasDeviceLicencesOnly = (skuIds: readonly string[]): boolean =>
  skuIds.length > 0 && skuIds.every((skuId) => DEVICE_LICENCES.has(skuId.toLowerCase()))
