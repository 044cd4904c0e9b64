// Makes dist/, which is what runs and what is shipped: the modules that tsc wrote to build/, with every library that they use, as
// one entry and a chunk for each part that is loaded when it is needed. The result asks Node for nothing but its own modules and
// files beside it. So nobody who can create a folder above the package (C:\node_modules) or in a home folder can have a module
// run: a package that a library only asks for in case it is there is decided here, once, to be absent.
// Run by "npm run build".
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import commonjs from '@rollup/plugin-commonjs';
import nodeResolve from '@rollup/plugin-node-resolve';
import { rollup } from 'rollup';
import license from 'rollup-plugin-license';
import { minify } from 'terser';
import { faultsOf } from './bundle-rules.mjs';
import { licencesPage } from './licences.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const { version: minifierVersion } = JSON.parse(
  readFileSync(join(root, 'node_modules', 'terser', 'package.json'), 'utf8'),
);

/** What is left out: packages that a library asks for in case they are there, or for a part of it that is not used here. */
const absent = new Map([
  ['supports-color', 'debug asks for it, to colour a trace that phs-tool never shows'],
  ['xmlbuilder', "for xml2js's Builder; phs-tool only reads XML"],
  ['figures', "for execa's option verbose, which phs-tool does not use"],
  ['pretty-ms', 'the same'],
  ['yoctocolors', 'the same'],
]);

/** The places of the packages that are installed for development only, as the lock file has them. */
function developmentPackages() {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return new Set(Object.keys(packages).filter((place) => packages[place].dev === true));
}

/** Where the package is that a module belongs to; undefined for a module of phs-tool. */
function packageOf(id) {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(relative(root, id).replaceAll('\\', '/'))?.[0];
}

/** Decides every name of a module here, at build time: Node's own, a file that is taken in, or nothing. */
function resolveEverything() {
  const development = developmentPackages();
  return {
    name: 'resolve-everything',
    async resolveId(source, importer, options) {
      if (isBuiltin(source)) return { id: source.startsWith('node:') ? source : `node:${source}`, external: true };
      if (absent.has(source)) return `\0absent:${source}`;
      if (importer === undefined || /^[./\0]/.test(source)) return null;
      const found = await this.resolve(source, importer, { ...options, skipSelf: true });
      if (found === null || found.external || development.has(packageOf(found.id))) {
        this.error(`${importer} asks for "${source}", which is no dependency: name it in "absent", or declare it.`);
      }
      return found;
    },
    load: (id) => (id.startsWith('\0absent:') ? { code: 'export default {};', syntheticNamedExports: true } : null),
  };
}

/** Parts of libraries that are not called and that rollup cannot see to be unused, by the file that is cut. */
const uncalled = [
  // What makes JSON schemas: tools/write-schemas.mjs makes them, from build/. Each schema would bring all of it along.
  { file: 'zod/v4/classic/schemas.js', from: /^ +inst\._zod\.processJSONSchema = .*;$/gm, to: '' },
  {
    file: 'zod/v4/classic/schemas.js',
    from: /^ {4}toJSONSchema\(params\) \{\n.*\n {4}\},?\n/m,
    to: '',
  },
  { file: 'zod/v4/classic/schemas.js', from: /^ +jsonSchema: \{\n(?:.*createStandard.*\n)+ +\},?\n/m, to: '' },
  // Everything but the asynchronous function.
  { file: 'execa/index.js', from: / = (?=createExeca\(|getIpcExport\()/g, to: ' = /*#__PURE__*/ ' },
  {
    file: 'execa/lib/methods/create.js',
    from: /isSync\s*\? execaCoreSync\(file, commandArguments, options\)\s*: /,
    to: '',
  },
];

const withoutUncalled = {
  name: 'without-uncalled',
  transform(code, id) {
    const cuts = uncalled.filter(({ file }) => id.endsWith(file));
    if (cuts.length === 0) return null;
    const short = cuts.reduce((left, { file, from, to }) => {
      const less = left.replace(from, to);
      if (less === left) this.error(`${file} is made in another way: look again at what of it is left out`);
      return less;
    }, code);
    return { code: short, map: null };
  },
};

const minifyOptions = {
  module: true,
  compress: { passes: 2, ecma: 2020 },
  // A typed error shows the name of its class.
  keep_classnames: /Error$/,
  format: { comments: false, semicolons: false },
  sourceMap: { asObject: true },
};

/** Minified code by what it was made from: most chunks are what they were in the last build, and minifying takes the longest. */
const kept = join(root, 'node_modules', '.cache', 'phs-tool-minified');

async function minifyOnce(code) {
  const key = createHash('sha256')
    .update(JSON.stringify([minifierVersion, minifyOptions, code]))
    .digest('hex');
  const file = join(kept, `${key}.json`);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  const { code: short, map } = await minify(code, minifyOptions);
  mkdirSync(kept, { recursive: true });
  // Written aside first: a build that is cut off leaves no half of a file.
  writeFileSync(`${file}.${process.pid}`, JSON.stringify({ code: short, map }));
  renameSync(`${file}.${process.pid}`, file);
  return { code: short, map };
}

/** Takes out what only readers need; where something in it comes from is in the source maps, which are not shipped. */
const compact = {
  name: 'compact',
  renderChunk: (code) => minifyOnce(code),
};

/** Libraries may be warned of; phs-tool may not. */
function requireWarningOfLibrary(warning) {
  const ids = warning.ids ?? [warning.id ?? warning.loc?.file ?? ''];
  if (!ids.every((id) => packageOf(id) !== undefined)) throw new Error(`${warning.code}: ${warning.message}`);
}

/** Refuses a bundle with a fault (tools/bundle-rules.mjs), and puts one without in the place of the last. */
const closed = {
  name: 'closed',
  generateBundle(_, bundle) {
    const faults = faultsOf(bundle);
    if (faults.length > 0) this.error(faults.join('\n'));
    rmSync(dist, { recursive: true, force: true });
  },
};

/** The program, and the library (src/index.ts). */
const entry = join(root, 'build', 'main.js');
const library = join(root, 'build', 'index.js');

/**
 * The chunk of what the entry needs at once, so that no other chunk has to ask the entry for it: rollup would leave it in there.
 */
function startChunk(id, { getModuleInfo }) {
  const start = new Set([entry]);
  for (const each of start) {
    for (const next of getModuleInfo(each)?.importedIds ?? []) start.add(next);
  }
  return id !== entry && start.has(id) ? 'start' : undefined;
}

const bundle = await rollup({
  input: [entry, library],
  logLevel: 'warn',
  // Of yargs only its parser is used; its helpers bring in the rest for nothing.
  treeshake: { moduleSideEffects: (id) => packageOf(id) !== 'node_modules/yargs' },
  plugins: [
    resolveEverything(),
    withoutUncalled,
    nodeResolve({ exportConditions: ['node'], preferBuiltins: true }),
    // Without "ignoreTryCatch: false" what is asked for within a "try" would be asked for at run time.
    commonjs({ ignoreTryCatch: false }),
    compact,
    closed,
    license({
      cwd: root,
      thirdParty: {
        multipleVersions: true,
        output: { file: join(dist, 'THIRD-PARTY-LICENSES.txt'), template: licencesPage },
      },
    }),
  ],
  onwarn: requireWarningOfLibrary,
});
await bundle.write({
  dir: dist,
  format: 'es',
  chunkFileNames: 'chunks/[name].js',
  // Files of a few lines cost more to find and to open than what another command reads of them in vain.
  experimentalMinChunkSize: 2000,
  manualChunks: startChunk,
  sourcemap: 'hidden',
});
await bundle.close();
