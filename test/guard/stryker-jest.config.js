/** The pure tests of the guard's core. */
const tests = ['decide', 'derive-evidence', 'evidence-in-detail', 'journal', 'record-values', 'slots', 'torn-record'];

/** Those that reach the mutated file: `decide` is at the top, and the tests of what is below it do not load it. */
const testsOf = (mutated) => (mutated === 'src/guard/decide.ts' ? ['decide', 'derive-evidence'] : tests);

/**
 * The pure tests of the guard's core, for mutants: types are checked elsewhere. As CommonJS, because only there can Stryker
 * tell which test reaches which mutant. @type {import('jest').Config}
 */
export default {
  testEnvironment: 'node',
  rootDir: '../..',
  // Jest looks at every file below its roots, again for each mutant.
  roots: ['<rootDir>/src', '<rootDir>/test/guard'],
  testMatch: testsOf(process.env['PHS_TOOL_MUTATED']).map((name) => `<rootDir>/test/guard/${name}.test.ts`),
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
