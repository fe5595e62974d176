export { createPolicyJudge, SMALL_THINGS_MAX } from './policyJudge.js'
