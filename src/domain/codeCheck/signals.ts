/**
 * The catalogue of signals: what a check can notice. Codes are part of the contract of `postern check`; a code is never
 * given another meaning.
 */
export const SIGNALS = {
  // what hands over a sign-in
  'code-with-device-page': 'a code and a page where devices are signed in stand in one message',
  'code-to-enter': 'the reader is told to enter a code that somebody else supplies',
  'device-page-requested': 'the reader is sent to a page where devices are signed in',
  'code-announced': 'a code is promised that the reader is to enter on such a page',
  'code-asked-back': 'the reader is asked to hand over a code, a one-time password or an address that he sees',
  'address-asked-back': 'the reader is asked to hand over the address that the browser shows after a sign-in',
  'device-link-requested': 'the reader is asked to link a device to his messenger account',
  'approval-by-phone': 'somebody on the phone dictates a code and wants a connection approved',
  'prefilled-code': 'the link carries the code already',
  'code-on-unknown-page': 'a device-style code is to be used on a page that belongs to none of the services we know',
  'from-someone-else': 'the message was written by somebody else, so the sign-in is theirs',
  // who started it
  'tool-output': 'the output of a command line tool that asks for a device sign-in',
  'device-screen': 'what a device shows while it waits to be signed in',
  'own-initiative': 'the reader says that he started the sign-in himself',
  'own-device-only': 'the text says to use only the code on one’s own device and gives no code',
  'other-party': 'somebody else wants it',
  // codes and pages by themselves
  'device-code': 'a string in the form of a device code',
  'device-page': 'a page where devices are signed in',
  'device-page-described': 'such a page is named or described in words',
  'unattended-device': 'a device that nobody attends shows a code',
  'unexplained-sign-in': 'a sign-in, a prompt or a window that the reader cannot explain',
  // disguise
  'disguised-code': 'the code is split, spelled out or written with lookalike letters',
  'disguised-link': 'the words of a link name something other than where it leads',
  'wrapped-link': 'the link leads on to another one',
  'obscured-link': 'the address is encoded or has a user name in front, which hides where it leads',
  'qr-code': 'a QR code comes with it or is spoken of',
  'script-link': 'a link that carries a script or a page of its own instead of an address',
  'lookalike-host': 'the host is made to look like a service that it does not belong to',
  'mixed-scripts': 'the host mixes letters of several scripts',
  'unlisted-host': 'the host belongs to none of the meeting services we know',
  'invisible-characters': 'characters that are not seen stand within words',
  'hidden-text': 'the message carries text that the reader does not see',
  'addresses-checker': 'the text tries to tell the checker what to answer',
  // pretexts
  'meeting-pretext': 'the message speaks of a meeting or call',
  'account-pretext': 'the message speaks of a document, an account or pay',
  urgency: 'the message presses for time',
  'unverifiable-contact': 'a contact that cannot be verified asks for trust or promises access later',
  'letter-form': 'the message addresses the reader as a letter does',
  // meetings
  'meeting-link': 'a join link on the service’s own host',
  'meeting-id': 'a meeting id in the form the service uses',
  'code-called-meeting-id': 'letters and digits are called a meeting id; with every meeting service an id is digits',
  'invitation-mismatch': 'the invitation contradicts itself: its id, its link and the service it names do not fit',
  'dial-in': 'a dial-in number with its conference id',
  // everything else
  awareness: 'the text teaches or warns about such attacks',
  'one-time-password': 'a one-time password',
  'other-number': 'a number of some other kind, such as an order, a booking or a ticket',
  'nothing-found': 'neither a meeting nor a code was found',
  'already-entered': 'the reader says that the code was entered or approved already',
  truncated: 'the text was too long to be read to its end',
  'unread-part': 'a picture or file that came with the message was not read, or not all of it',
} as const

export type SignalCode = keyof typeof SIGNALS
