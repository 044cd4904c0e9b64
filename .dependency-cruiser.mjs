/**
 * The floors of src/, from the lowest to the highest: a folder imports from itself and from the folders before it, never
 * from one behind it. Types count like everything else. The files directly in src/ are above all folders. This is the
 * only place where the order is written down; DESIGN.md says what each folder is for, and a test compares the two.
 */
export const floors = [
  'base',
  'model',
  'parsers',
  'files',
  'scripts',
  'guard',
  'contract',
  'simulator',
  'ps',
  'checks',
  'object-checks',
  'fleet',
  'report',
  'views',
  'collect',
  'redact',
  'command-line',
  'config',
  'guard-run',
  'sync-run',
  'session',
  'doctor',
  'completion',
  'output',
  'command-steps',
  'library',
  'commands',
];

const folder = (names) => `^src/(${names.join('|')})/`;
const directlyInSrc = '^src/[^/]+$';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...floors.map((floor, index) => {
      const above = floors.slice(index + 1);
      return {
        name: `up-from-${floor}`,
        comment: `src/${floor} imports from a floor above it. Move the type or the function down, or pass it in.`,
        severity: 'error',
        from: { path: folder([floor]) },
        to: { path: above.length === 0 ? directlyInSrc : `${folder(above)}|${directlyInSrc}` },
      };
    }),
    {
      name: 'no-circle',
      comment: 'These files import each other in a circle. Give what they share a file of its own.',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true },
    },
    {
      name: 'no-folder-without-a-floor',
      comment: 'A folder of src/ is missing in the list of floors (.dependency-cruiser.mjs).',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: folder(floors) },
      to: {},
    },
    {
      name: 'nothing-outside-src',
      comment: 'The product imports its own files and its dependencies; tests, tools and benches are not shipped.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|tools|bench|fixtures)/' },
    },
    {
      name: 'no-dead-import',
      comment: 'This import leads to no file.',
      severity: 'error',
      from: { path: '^src/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    // Imports of types only are imports too; the compiler removes them, so they are read before it.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
