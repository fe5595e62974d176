/** The forms in which policy commands can answer. Apart from them, so that reading the command line loads none of them. */
export const CI_FORMATS = ['sarif', 'junit'] as const
export type CiFormat = (typeof CI_FORMATS)[number]

export const PLAN_FORMATS = ['json', 'powershell', 'portal'] as const
export type PlanFormat = (typeof PLAN_FORMATS)[number]
