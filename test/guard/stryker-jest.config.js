/** The pure tests of the guard's core, for mutants: types are checked elsewhere. @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  rootDir: '../..',
  testMatch: [
    '<rootDir>/test/guard/decide.test.ts',
    '<rootDir>/test/guard/derive-evidence.test.ts',
    '<rootDir>/test/guard/slots.test.ts',
  ],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': ['ts-jest', { useESM: true, diagnostics: false, isolatedModules: true }] },
  testTimeout: 60_000,
};
