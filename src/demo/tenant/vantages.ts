/** Where the people of the invented company sign in from. Addresses are from RFC 5737. */
import type { Vantage } from './signInRow.js'

export const OFFICE: Vantage = {
  ipAddress: '203.0.113.21',
  city: 'Rotterdam',
  countryOrRegion: 'NL',
  autonomousSystemNumber: 64496,
  userAgent:
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36',
  operatingSystem: 'Windows10',
  browser: 'Chrome 142.0',
  trustedNetwork: 'Headquarters',
}

/** `az` in a terminal at the office: no browser. */
export const TERMINAL: Vantage = {
  ...OFFICE,
  userAgent: 'AZURECLI/2.79.0 (Linux)',
  operatingSystem: 'Linux',
  browser: '',
}

export const ROOM_PHONE: Vantage = {
  ...OFFICE,
  ipAddress: '203.0.113.40',
  userAgent: 'Mozilla/5.0 (Linux; Android 12) TeamsPhone/1449',
  operatingSystem: 'Android',
  browser: '',
}

const { trustedNetwork: _, ...UNTRUSTED } = OFFICE

/** The guest Wi-Fi of another site, which no policy trusts. */
export const HARBOUR: Vantage = { ...UNTRUSTED, ipAddress: '198.51.100.80' }
