/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  // Jest's soft clean-up of globals can end a suite whose tests all passed (jestjs/jest#16443).
  testEnvironmentOptions: { globalsCleanup: 'off' },
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': ['ts-jest', { useESM: true }] },
  testPathIgnorePatterns:
    process.env.PHS_TOOL_TEST_DEEP === '1' ? ['/node_modules/'] : ['/node_modules/', '\\.deep\\.test\\.ts$'],
  testTimeout: 60_000,
  maxWorkers: 2,
};
