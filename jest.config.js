import { relative } from 'node:path';
import { clearToolOptions } from './tools/test-environment.mjs';
import { liveTests, windowsTests } from './tools/test-kinds.mjs';

clearToolOptions(process.env);

const root = import.meta.dirname;
const isDeep = process.env['PHS_TOOL_TEST_DEEP'] === '1';

/** A path as a pattern that matches it and nothing else. */
const exactly = (path) => `^${path.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}$`;

const kind = process.env['PHS_TOOL_TEST_KIND'];
const isForWindows = (path) => windowsTests.some((name) => relative(root, path).replaceAll('\\', '/').startsWith(name));

const left = [
  '/node_modules/',
  ...(kind === 'windows' ? [] : ['<rootDir>/test/windows/']),
  ...(kind === 'remote' ? [] : ['<rootDir>/test/remote/']),
  ...(isDeep ? [] : ['\\.deep\\.test\\.ts$']),
  // `npm run test:unit`: what needs neither PowerShell nor the built program. `npm run test:windows`: the same, and more.
  ...(kind === 'unit' ? liveTests(root).map(exactly) : []),
  ...(kind === 'windows'
    ? liveTests(root)
        .filter((path) => !isForWindows(path))
        .map(exactly)
    : []),
];

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
  testPathIgnorePatterns: left,
  testSequencer: '<rootDir>/tools/slow-first.mjs',
  globalSetup: '<rootDir>/tools/warm-engines.mjs',
  globalTeardown: '<rootDir>/tools/cold-engines.mjs',
  reporters: ['default', '<rootDir>/tools/skipped-reporter.mjs'],
  // An engine that starts on a busy machine takes its time; nothing but a hang is found by this.
  testTimeout: 300_000,
  maxWorkers: 2,
  // A worker keeps the modules of every file it ran; one that has grown is replaced.
  workerIdleMemoryLimit: '1500MB',
  // `npm run coverage`: every file of src/ counts, also those that no test loads.
  coverageProvider: 'v8',
  collectCoverageFrom: ['src/**/*.ts'],
  coverageReporters: ['text-summary', 'html'],
};
