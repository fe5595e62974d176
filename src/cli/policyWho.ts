/** `postern policy who [SNAPSHOT]`: who can still use device code flow. Exits 0, or 2 where it cannot tell. */
import { answerPolicyQuestion, type LeftOpenAnswer } from '../domain/policyStatus/index.js'
import { EXIT } from './exit.js'
import type { CliIo } from './io.js'
import { readSnapshot } from './policyFiles.js'
import type { PolicyStatusOptions } from './policyStatus.js'
import { BLOCKED_LINES, sayAge, sayThing, sayUnknowns, section } from './policyWords.js'
import { printable } from './printable.js'

/** Runs the command; returns the exit status. Errors: `input-invalid`, `input-too-large`, what reading a file throws. */
export async function runPolicyWho(io: CliIo, options: PolicyStatusOptions): Promise<number> {
  const answer = answerPolicyQuestion(
    { kind: 'left-open' },
    await readSnapshot(io, options.file, options.live),
    options.now,
  )
  const isAnswered = answer.kind === 'left-open'
  const said = isAnswered ? [BLOCKED_LINES[answer.blocked], ...sayLeftOpen(answer)] : [BLOCKED_LINES.unknown]
  const lines = [...sayAge(answer), ...said, ...sayUnknowns(answer.unknowns)]
  for (const line of options.json === true ? [JSON.stringify(answer)] : lines) io.out(line)
  return isAnswered && answer.blocked !== 'unknown' ? EXIT.ok : EXIT.unknown
}

function sayLeftOpen(answer: LeftOpenAnswer): readonly string[] {
  return [
    ...section('Who', [
      ...(answer.everyMember ? ['every member'] : []),
      ...answer.guestTypes.map((type) => `guests of type ${printable(type)}`),
    ]),
    ...section('Groups', answer.groups.map(sayThing)),
    ...section('Roles', answer.roles.map(sayThing)),
    ...section('People', answer.users.map(sayThing)),
    ...section(
      'An ordinary member can do it from',
      answer.from.map((place) => (place.id === '*' ? 'any unnamed internet address' : sayThing(place))),
    ),
  ]
}
