// The machine like Windows that the tests run on where there is no Windows (README.md): made once, kept in the user's cache under
// the hash of what it is made of, used by one run at a time.
//   node tools/windows-lab/lab.mjs WORDS...   runs Node for Windows with these words, in this checkout (drive D:)
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, '..', '..');

/** With this code setup.sh ends if packages of the distribution cannot be installed here. */
const cannotInstall = 75;

/** This checkout, as programs in the lab see it: drive D: is the folder that it is in. */
export const checkout = `D:\\${basename(root)}`;

/** Node in the lab. */
export const labNode = 'C:\\Program Files\\nodejs\\node.exe';

/** Everything that the lab is made of, as one short word. */
function labHash() {
  const files = readdirSync(here, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(sh|c|cs|csproj)$|^(resolver|node)\.mjs$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  const hash = createHash('sha256');
  for (const file of [...files.sort(), join(here, '..', 'windows-node.mjs')]) hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

/** The folder of all labs: of this user alone, so that nobody else can put a program there. */
function cacheFolder() {
  const folder = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'phs-tool', 'windows-lab');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { uid, mode } = lstatSync(folder);
  if (uid !== process.getuid() || (mode & 0o022) !== 0) {
    throw new Error(`${folder} must belong to this user, and nobody else may write to it.`);
  }
  return folder;
}

/** Makes the lab if it is not there. Answers its prefix, or why it cannot be made here. */
export function prepareLab() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return { problem: `there is no Wine for Windows on x64 on this ${process.platform} (${process.arch})` };
  }
  const folder = cacheFolder();
  const prefix = join(folder, labHash());
  if (existsSync(prefix)) return { prefix };
  const part = join(folder, `${labHash()}.part`);
  rmSync(part, { recursive: true, force: true });
  process.stderr.write(`Making the Windows lab in ${prefix}; this takes a few minutes.\n`);
  const made = spawnSync(join(here, 'setup.sh'), [part], { stdio: ['ignore', 2, 2], cwd: here });
  spawnSync('/usr/lib/wine/wineserver', ['-k', '-w'], { env: { ...process.env, WINEPREFIX: part } });
  // Where packages can be installed, a lab that cannot be made is a fault, not a reason to leave its tests out.
  if (made.status === cannotInstall) return { problem: 'its packages cannot be installed on this machine' };
  if (made.status !== 0) throw new Error('tools/windows-lab/setup.sh failed: the Windows lab is broken.');
  renameSync(part, prefix);
  return { prefix };
}

/** What programs of the lab are told: little of this machine's environment, so that every run is alike. */
function labEnvironment(prefix, more) {
  const { HOME, LANG, CI } = process.env;
  return {
    ...(CI === undefined ? {} : { CI }),
    HOME,
    LANG: LANG ?? 'C.UTF-8',
    PATH: '/usr/lib/wine:/usr/bin:/bin',
    WINEPREFIX: prefix,
    WINEARCH: 'win64',
    WINEDEBUG: '-all',
    WINEDLLOVERRIDES: 'mshtml=',
    NODE_OPTIONS: '--import file:///C:/lab/node.mjs',
    NAPI_RS_NATIVE_LIBRARY_PATH: 'C:\\lab\\resolver.win32-x64-msvc.node',
    PHS_TOOL_TEST_CONSOLE: 'C:\\lab\\console.exe',
    PHS_TOOL_TEST_SHARE: '\\\\lab\\share',
    ...more,
  };
}

/** Shows what is added to a file until `stop` is called. Node opens no pipe of Linux as its output on Wine, but a file. */
function follow(path, stream) {
  const descriptor = openSync(path, 'r');
  const chunk = Buffer.alloc(65_536);
  const show = () => {
    for (let count = readSync(descriptor, chunk); count > 0; count = readSync(descriptor, chunk)) {
      stream.write(Buffer.from(chunk.subarray(0, count)));
    }
  };
  const timer = setInterval(show, 500);
  return () => {
    clearInterval(timer);
    show();
    closeSync(descriptor);
  };
}

/** So long a run waits for another one. */
const mostSeconds = 1_800;

function isAlive(id) {
  try {
    return process.kill(id, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Waits until no other process uses the lab, whose drive D: is one checkout, and keeps it until this process ends. */
async function holdLab(prefix) {
  const lock = join(prefix, 'in-use');
  for (let seconds = 0; seconds < mostSeconds; seconds += 1) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      process.once('exit', () => rmSync(lock, { force: true }));
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    // It can have gone by now, and the number of one that has just begun is not there yet: 0.
    const holder = existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : 0;
    if (holder === process.pid) return;
    // One that was killed does not hold it any more.
    if (holder > 0 && !isAlive(holder)) rmSync(lock, { force: true });
    else await new Promise((again) => setTimeout(again, 1_000));
  }
  throw new Error(`Another run has used the Windows lab for half an hour: end it, or remove ${lock}.`);
}

/** Runs Node in the lab, in the folder of this checkout; answers its exit code when it has ended. */
export async function runNode(prefix, words, env = {}) {
  await holdLab(prefix);
  const drive = join(prefix, 'dosdevices', 'd:');
  rmSync(drive, { force: true });
  symlinkSync(dirname(root), drive);
  const folder = mkdtempSync(join(tmpdir(), 'phs-lab-'));
  const [out, err] = ['stdout', 'stderr'].map((name) => join(folder, name));
  const outputs = [openSync(out, 'w'), openSync(err, 'w')];
  const stops = [follow(out, process.stdout), follow(err, process.stderr)];
  const child = spawn('/usr/lib/wine/wine64', [labNode, ...words], {
    cwd: root,
    env: labEnvironment(prefix, env),
    stdio: ['ignore', ...outputs],
  });
  const code = await new Promise((ended, failed) => {
    child.once('error', failed);
    child.once('exit', ended);
  });
  outputs.forEach(closeSync);
  stops.forEach((stop) => stop());
  rmSync(folder, { recursive: true, force: true });
  return code ?? 1;
}

/** Ends everything that still runs in the lab. */
export function endLab(prefix) {
  spawnSync('/usr/lib/wine/wineserver', ['-k'], { env: labEnvironment(prefix, {}) });
}

const [, script = '', ...words] = process.argv;
if (resolve(script) === fileURLToPath(import.meta.url)) {
  const { prefix, problem } = prepareLab();
  if (prefix === undefined) throw new Error(`There is no Windows lab: ${problem}.`);
  process.exitCode = await runNode(prefix, words);
}
