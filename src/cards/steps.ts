/** Containment steps in words. Steps and their reasons are kept as codes, perhaps by another version of Postern. */
import type { StepView } from '../domain/notices.js'
import { hasWords, localTime, type Said, say } from './words.js'

/** One line: when, which step, how it ended, and why where it did not end well. */
export function stepInWords({ step, outcome, why, at }: StepView, locale: string): string {
  const params = {
    when: localTime(at),
    step: stepName(step, locale),
    outcome: { said: say(`step-outcome.${outcome}`, locale) },
  }
  if (why === null) return say('team.timeline.step', locale, params)
  return say('team.timeline.step-why', locale, { ...params, why: reasonInWords(why, locale) })
}

export const stepName = (step: string, locale: string): Said => codeInWords('step', step, locale)

/** Why a step was not taken is a reason of the containment plan, or the error that stopped it. */
export function reasonInWords(why: string, locale: string): Said {
  const error = `error.${why}`
  return hasWords(error) ? { said: say(error, locale) } : codeInWords('why', why, locale)
}

function codeInWords(group: 'step' | 'why', code: string, locale: string): Said {
  const key = `${group}.${code}`
  return { said: hasWords(key) ? say(key, locale) : say(`${group}.other`, locale, { code }) }
}
