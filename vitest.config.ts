import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** What only computes keeps no state between files, and most of its time was spent on loading the same tables. */
const PURE = ['test/domain/**/*.test.ts', 'test/cards/**/*.test.ts']
/** Here most of the time was spent on loading the same code, and on making a database for each file. */
const SHARED = [
  'test/flows/**/*.test.ts',
  'test/cli/**/*.test.ts',
  'test/stream/**/*.test.ts',
  'test/store/store.test.ts',
  'test/store/transfer.test.ts',
]
const SHARED_PLACES = 'test/support/sharedPlaces.ts'

export default defineConfig({
  test: {
    pool: 'forks',
    // Many tests wait for a server, a child process or a browser: as many workers as cores leave them idle for a third of the time.
    maxWorkers: availableParallelism() + 1,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      { extends: true, test: { name: 'pure', include: PURE, isolate: false } },
      { extends: true, test: { name: 'shared', include: SHARED, isolate: false, globalSetup: SHARED_PLACES } },
      { extends: true, test: { name: 'whole', include: ['test/**/*.test.ts'], exclude: [...PURE, ...SHARED] } },
    ],
  },
})
