// Puts the Windows half of jest's module resolver into a folder, in the version and with the hash of the lock file.
//   node tools/windows-lab/resolver.mjs DIR
import { readFileSync } from 'node:fs';
import { fetchFile } from '../windows-node.mjs';

const name = '@unrs/resolver-binding-win32-x64-msvc';
const lock = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8'));
const [, { version, integrity }] = Object.entries(lock.packages).find(([place]) => place.endsWith(`/${name}`));
fetchFile({ name, version, integrity }, 'resolver.win32-x64-msvc.node', process.argv[2]);
