/**
 * A fault of the demo, as the sentence that the person at the terminal reads: what is wrong and what to do.
 */
export class DemoFault extends Error {
  override readonly name = 'DemoFault'
}
