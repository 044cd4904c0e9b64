// Writes every search for a module to the file that PHS_TEST_LOOKUPS names, one JSON line each, also searches that find nothing:
// node --import URL-OF-THIS-FILE dist/main.js ... (with --require Node would look for a package.json in the current folder). Besides, every call of fs with a path of which one part is a name that Node
// searches for modules in.
import fs from 'node:fs';
import Module from 'node:module';
import { fileURLToPath } from 'node:url';

const file = process.env.PHS_TEST_LOOKUPS;
const { writeSync } = fs;
const log = fs.openSync(file, 'a');
const note = (line) => {
  writeSync(log, `${JSON.stringify(line)}\n`);
};

const resolveFilename = Module._resolveFilename;
Module._resolveFilename = function (request, parent, ...rest) {
  note({ by: 'require', request, from: parent?.filename ?? null });
  return resolveFilename.call(this, request, parent, ...rest);
};

const findPath = Module._findPath;
Module._findPath = function (request, paths, ...rest) {
  note({ by: 'search', request, from: null, folders: paths ?? [] });
  return findPath.call(this, request, paths, ...rest);
};

const watched = /(?:^|[\\/])\.?node_(?:modules|libraries)(?:[\\/]|$)|[\\/]package\.json$/;
for (const owner of [fs, fs.promises]) {
  for (const name of Object.keys(owner).filter((key) => typeof owner[key] === 'function' && !/^[A-Z]/.test(key))) {
    const call = owner[name];
    owner[name] = function (...args) {
      const [path] = args;
      const text = path instanceof URL ? fileURLToPath(path) : path;
      if (typeof text === 'string' && watched.test(text)) note({ by: `fs.${name}`, request: text, from: null });
      return call.apply(this, args);
    };
    Object.assign(owner[name], call);
  }
}
Module.syncBuiltinESMExports();

Module.register('./trace-imports.mjs', { parentURL: import.meta.url, data: { file } });
