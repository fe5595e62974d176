/** Questions about policy in plain words, and the answers that are about people and single sign-ins. */
export { answerPeople, answerWhyOpen, PEOPLE_PER_PAGE } from './aboutPeople.js'
export { answerRiskPolicies } from './aboutPolicies.js'
export { answerWhatIf, type WhatIfCase } from './aboutSignIn.js'
export { readAmendments } from './amend.js'
export type * from './answers.js'
export * from './asked.js'
export {
  type ChoiceParameter,
  type Chosen,
  QUESTION_CHOICES,
  type QuestionChoice,
  questionOfChoice,
} from './choices.js'
export { appsWithUses, type EarlierUses, readEarlierUses, usesIn, withUses } from './deviceCodeUse.js'
export { FILE_FORMATS, type FileFormat, fileText, notesOf, rowsOf } from './file.js'
export { type AskedAgain, followedUp, readFollowUp } from './followUp.js'
export { mayChoose } from './mayChoose.js'
export { type Asks, namesSubject, onlyAsks } from './onlyAsks.js'
export { readPolicyQuestion } from './read.js'
export { RESOURCE_KEYS, RESOURCE_NAMES, type ResourceKey } from './resources.js'
export { type Closeness, closenessOf, endsOf, lettersOf, stemOf } from './sameName.js'
export { askedSchema, type KeptQuestion, keptQuestion, type LastQuestion, readLastQuestion } from './schema.js'
export { datedAs } from './view.js'
