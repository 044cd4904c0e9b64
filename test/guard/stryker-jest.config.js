/**
 * The pure tests of the guard's core, for mutants: types are checked elsewhere. As CommonJS, because only there can Stryker
 * tell which test reaches which mutant. @type {import('jest').Config}
 */
export default {
  testEnvironment: 'node',
  rootDir: '../..',
  testMatch: [
    '<rootDir>/test/guard/decide.test.ts',
    '<rootDir>/test/guard/derive-evidence.test.ts',
    '<rootDir>/test/guard/evidence-in-detail.test.ts',
    '<rootDir>/test/guard/journal.test.ts',
    '<rootDir>/test/guard/record-values.test.ts',
    '<rootDir>/test/guard/slots.test.ts',
    '<rootDir>/test/guard/torn-record.test.ts',
  ],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      'ts-jest',
      {
        diagnostics: false,
        isolatedModules: true,
        tsconfig: { module: 'commonjs', moduleResolution: 'node10', target: 'es2023', verbatimModuleSyntax: false },
      },
    ],
  },
  testTimeout: 60_000,
};
