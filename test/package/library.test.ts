import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { packageRoot } from '../../src/base/package-root.js';
import { installPackage, type InstalledPackage } from '../support/installed-package.js';

const root = packageRoot();
const built = existsSync(join(root, 'dist', 'main.js'));
const page = readFileSync(join(root, 'docs', 'library.md'), 'utf8');

/** The examples of docs/library.md, by the names in their first lines. */
const examples = new Map(
  [...page.matchAll(/```js\n(\/\/ node ([\w-]+\.mjs)[^]*?)```/g)].map(([, code = '', name = '']) => [name, code]),
);

const recording = (scenario: string): string =>
  JSON.stringify({ replay: join(root, 'fixtures', 'ps-output', scenario, 'recording.ndjson.gz') });

const state: { package?: InstalledPackage; folder: string } = { folder: '' };

/** Runs an example in a folder in which phs-tool is installed. */
const start = (name: string, args: readonly string[], env: Record<string, string> = {}) =>
  execa(process.execPath, [join(state.folder, name), ...args], { cwd: state.folder, reject: false, env });

(built ? describe : describe.skip)('the library, installed', () => {
  beforeAll(async () => {
    state.package = await installPackage();
    state.folder = dirname(dirname(state.package.installed));
    for (const [name, code] of examples) {
      writeFileSync(join(state.folder, name), code);
    }
  });
  afterAll(() => {
    if (state.package !== undefined) rmSync(state.package.folder, { recursive: true, force: true });
  });

  test('has three examples that fit its types, and a call that does not fit is refused', async () => {
    expect([...examples.keys()]).toEqual(['endpoint.mjs', 'nightly.mjs', 'two.mjs']);
    const wrong = "import { openServer } from 'phs-tool';\nawait (await openServer()).status({ since: 3 });\n";
    writeFileSync(join(state.folder, 'wrong.mjs'), wrong);
    const compile = (names: readonly string[]) =>
      execa(
        process.execPath,
        [
          join(root, 'node_modules', 'typescript', 'bin', 'tsc'),
          ...'--noEmit --strict --exactOptionalPropertyTypes --allowJs --checkJs --module nodenext --target es2023'.split(
            ' ',
          ),
          ...['--types', 'node', '--typeRoots', join(root, 'node_modules', '@types'), '--noImplicitAny', 'false'],
          ...names,
        ],
        { cwd: state.folder, reject: false, all: true },
      );

    // All in one run of the compiler: what it says of any of them begins with the name of its file.
    const found = (await compile([...examples.keys(), 'wrong.mjs'])).all.split('\n');
    expect(found.filter((line) => !line.startsWith('wrong.mjs('))).toEqual([]);
    expect(found.join('\n')).toContain("Type 'number' is not assignable to type 'string'");
  });

  test('gives nothing that changes a server', async () => {
    const list = "import * as all from 'phs-tool';\nconsole.log(JSON.stringify(Object.keys(all).sort()));\n";
    writeFileSync(join(state.folder, 'list.mjs'), list);

    expect(JSON.parse((await start('list.mjs', [])).stdout)).toEqual([
      'CancelledError',
      'EnvironmentError',
      'PhsError',
      'PsError',
      'UsageError',
      'openServer',
    ]);
  });

  test('answers an endpoint with the verdict, 200 in order and 503 if not', async () => {
    const ask = async (scenario: string): Promise<{ status: number; body: unknown }> => {
      const running = start('endpoint.mjs', [recording(scenario)], { PORT: '0' });
      const port = await new Promise<string>((found) => {
        running.stdout.on('data', (text: Buffer) => {
          const [, number] = /port: (\d+)/.exec(text.toString('utf8')) ?? [];
          if (number !== undefined) found(number);
        });
      });
      const response = await fetch(`http://127.0.0.1:${port}/`);
      const body: unknown = await response.json();
      running.kill('SIGTERM');
      expect((await running).exitCode).toBe(0);
      return { status: response.status, body };
    };

    expect(await ask('healthy')).toMatchObject({ status: 200, body: { status: 'pass', cause: null } });
    expect(await ask('service-stopped')).toMatchObject({ status: 503, body: { cause: { check: 'PHS104' } } });
  });

  test('goes through a list of users and names those who fail', async () => {
    const names = ['CN=Temp Word,OU=Staff,DC=contoso,DC=com', 'CN=Ann Lee,OU=Staff,DC=contoso,DC=com'];
    writeFileSync(join(state.folder, 'users.txt'), `${names.join('\r\n')}\r\n`);
    const run = await start('nightly.mjs', ['users.txt', recording('users')]);

    expect({ out: run.stdout, err: run.stderr, code: run.exitCode }).toMatchObject({
      out: expect.stringMatching(/^CN=Temp Word,[^\n]*: PHS512 [^]*\n2 users, 1 not synchronized$/) as unknown,
      err: '',
      code: 3,
    });
  });

  test('shows two servers beside each other', async () => {
    const run = await start('two.mjs', [recording('healthy'), recording('staging')]);

    expect(run.stdout.split('\n')).toEqual([
      expect.stringMatching(/: active, 2\.[\d.]+, pass$/),
      expect.stringMatching(/: staging, 2\.[\d.]+, /),
    ]);
  });
});
