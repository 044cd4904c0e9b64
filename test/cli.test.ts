import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { describe, expect, test } from '@jest/globals';
import { runCli } from '../src/cli.js';
import { CancelledError, EnvironmentError, PsError } from '../src/base/errors.js';
import { reportSchema } from '../src/model/report.js';
import { fakeContext, type FakeContext } from './support/fake-context.js';

/** The part of a source map that names what went into a file. */
const mapSchema = z.object({ sources: z.array(z.string()) });

async function run(line: string, failure?: Error): Promise<{ code: number; ctx: FakeContext }> {
  const ctx = fakeContext(failure === undefined ? {} : { openSession: () => Promise.reject(failure) });
  const code = await runCli(line === '' ? [] : line.split(' '), ctx);
  return { code, ctx };
}

describe('help', () => {
  test('bare phs-tool says what to try first', async () => {
    const { code, ctx } = await run('');

    expect(code).toBe(0);
    expect(ctx.out()).toContain('phs-tool status');
    expect(ctx.out().split('\n').length).toBeLessThan(15);
  });

  test.each(['--help', '-h', 'help', '/?', '-?'])('%s shows examples before commands', async (line) => {
    const { code, ctx } = await run(line);

    expect(code).toBe(0);
    expect(ctx.out().indexOf('Examples')).toBeGreaterThan(0);
    expect(ctx.out().indexOf('Examples')).toBeLessThan(ctx.out().indexOf('Commands'));
  });

  test.each(['status --help', 'help status', 'status --since 3h -h', 'status /?', 'status -?'])(
    '%s shows the options of status',
    async (line) => {
      const { code, ctx } = await run(line);

      expect(code).toBe(0);
      expect(ctx.out()).toContain('--fail-on fail|warn|never');
      expect(ctx.out().indexOf('Examples')).toBeLessThan(ctx.out().indexOf('Options'));
    },
  );

  test('simulate create --help shows its arguments', async () => {
    expect((await run('simulate create --help')).ctx.out()).toContain('phs-tool simulate create <scenario> <dir>');
  });

  test('--version prints the version of package.json', async () => {
    const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'package.json'), 'utf8')) as {
      version: string;
    };

    expect((await run('--version')).ctx.out()).toBe(`${version}\n`);
    expect((await run('version')).ctx.out()).toBe(`${version}\n`);
  });

  const main = join(import.meta.dirname, '..', 'dist', 'main.js');
  (existsSync(main) ? test : test.skip)('loads neither zod nor yargs', () => {
    const hook =
      'export async function resolve(s, c, next) { const r = await next(s, c); process._rawDebug(r.url); return r; }';
    const register = `import { register } from 'node:module'; register('data:text/javascript,${encodeURIComponent(hook)}');`;
    const started = spawnSync(
      process.execPath,
      ['--import', `data:text/javascript,${encodeURIComponent(register)}`, main, '--help'],
      { encoding: 'utf8' },
    );

    expect(started.stdout).toContain('Examples');
    const loaded = [...started.stderr.matchAll(/^file:\/\/\S+\/dist\/\S+\.js$/gm)].map(
      ([url]) => `${fileURLToPath(url)}.map`,
    );
    const sources = loaded.flatMap((map) => mapSchema.parse(JSON.parse(readFileSync(map, 'utf8'))).sources);

    expect(sources.filter((source) => source.endsWith('command-line/help.js'))).toHaveLength(1);
    expect(sources.filter((source) => /node_modules\/(zod|yargs)/.test(source))).toEqual([]);
    expect(started.stderr).not.toMatch(/node_modules/);
  });
});

describe('a mistake on the command line', () => {
  test.each([
    ['statsu', 'Unknown command "statsu". Did you mean status?'],
    ['nonsense', 'Unknown command "nonsense".'],
    ['--quiet status', 'Expected a command first, but got "--quiet".'],
    ['status --simluate healthy', 'Unknown option --simluate. Did you mean --simulate?'],
    ['status --frobnicate', 'Unknown option --frobnicate.'],
    ['status -x', 'Unknown option -x.'],
    ['status --aa --bb', 'Unknown option --aa, --bb.'],
    ['status healthy', '"status" takes no argument, but got "healthy".'],
    [
      'status --output xml',
      '--output must be one of text, json, ndjson, nagios, checkmk, prtg, prometheus, but got "xml".',
    ],
    ['status --fail-on', '--fail-on needs a value.'],
    ['status --since', '--since needs a value.'],
    ['status --since tomorrow', '--since needs a duration such as 90m, 3h or 2d, but got "tomorrow".'],
    ['status --watch=30s', '--watch takes no value, but got "30s".'],
    ['status --watch 30s', '--watch takes no value, but got "30s".'],
    ['status --quiet=yes', '--quiet takes no value, but got "yes".'],
    ['status --use-ssl=yes', '--use-ssl takes no value, but got "yes".'],
    ['diagnose --list-checks=TRUE', '--list-checks takes no value, but got "TRUE".'],
    ['force-full-sync --confirm=yes', '--confirm takes no value, but got "yes".'],
    ['status --quiet --verbose', '--quiet and --verbose cannot be used together.'],
    ['status --json', 'Unknown option --json. Did you mean --output json?'],
    ['events --format csv', 'Unknown option --format. Did you mean --output?'],
    ['completion --json', 'Unknown option --json.'],
    ['completion', '<shell> is missing: one of powershell, bash.'],
    ['check', 'Unknown command "check". Did you mean diagnose?'],
    ['full-sync', 'Unknown command "full-sync". Did you mean force-full-sync?'],
    ['/x', 'Unknown command "/x".'],
    ['logs', 'Unknown command "logs". Did you mean events?'],
    ['toString', 'Unknown command "toString".'],
    ['-v', 'Expected a command first, but got "-v". Did you mean --version?'],
    ['-x', 'Expected a command first, but got "-x".'],
    ['--json', 'Expected a command first, but got "--json". Did you mean --output json?'],
    ['simulate', '"simulate" needs one of: list, create, tick.'],
    ['simulate lsit', '"simulate" has no command "lsit", but: list, create, tick. Did you mean simulate list?'],
    ['simulate create staging', '<dir> is missing.'],
    ['simulate create a b c', '"simulate create" takes <scenario> <dir>, but got "c".'],
  ])('%s: %s', async (line, sentence) => {
    const { code, ctx } = await run(line);

    expect(code).toBe(2);
    expect(ctx.out()).toBe('');
    expect(ctx.err().split('\n')[0]).toBe(`phs-tool: ${sentence}`);
    expect(ctx.err()).not.toMatch(/\n {4}at /);
    expect(ctx.requests).toEqual([]);
  });

  test.each([
    ['status --upn x@y.org', 'Unknown option --upn: "status" does not trace a user.', 'diagnose --upn x@y.org'],
    ['status --sam temp.word -q', 'Unknown option --sam: "status" does not trace a user.', 'diagnose --sam temp.word'],
    ['events --user x@y.org', 'Unknown option --user: "events" does not trace a user.', 'diagnose --upn x@y.org'],
    ['users --user ann', 'Unknown option --user: "users" does not trace a user.', 'diagnose --sam ann'],
    ['force-full-sync --upn a', 'Unknown option --upn: "force-full-sync" does not trace', 'diagnose --upn a'],
    ['status --dn CN=a,DC=b', 'Unknown option --dn: "status" does not trace a user.', "diagnose --dn 'CN=a,DC=b'"],
    ['status --dn-file u.csv', 'Unknown option --dn-file: "status" does not', 'diagnose --dn-file u.csv'],
    ['status --upn', 'Unknown option --upn: "status" does not trace a user.', 'diagnose --upn NAME'],
    ['diagnose --user temp.word', 'Unknown option --user. Did you mean --sam temp.word?', 'diagnose --help'],
    ['report --user x@y.org', 'Unknown option --user. Did you mean --upn x@y.org?', 'report --help'],
    ['diagnose temp.word', '"diagnose" takes no argument', 'If it is a user: phs-tool diagnose --sam temp.word'],
    ['diagnose x@y.org', '"diagnose" takes no argument', 'If it is a user: phs-tool diagnose --upn x@y.org'],
    ['sync-user x@y.org', '"sync-user" takes no argument', 'If it is a user: phs-tool sync-user --upn x@y.org'],
    ['diagnose CN=Ann,DC=b', '"diagnose" takes no argument', "phs-tool diagnose --dn 'CN=Ann,DC=b'"],
    ['diagnose CN=Ann Lee,DC=b', '"diagnose" takes no argument', 'Put the DN in quotes: it has spaces.'],
    ['diagnose --dn CN=Ann Lee,DC=b', '"diagnose" takes no argument', 'Put the DN in quotes: it has spaces.'],
    ['status x@y.org', '"status" takes no argument', 'To trace a user: phs-tool diagnose --upn x@y.org'],
    ['diagnose -o html', '--output must be one of', 'phs-tool report writes an HTML page.'],
    ['diagnose -o xml', '--output must be one of', 'See phs-tool diagnose --help.'],
    ['status healthy', '"status" takes no argument', 'See phs-tool status --help.'],
    ['diagnose --watch', 'Unknown option --watch.', 'Another command has it: phs-tool status --watch'],
    ['status --follow', 'Unknown option --follow. Did you mean --watch?', 'See phs-tool status --help.'],
    ['events --watch', 'Unknown option --watch. Did you mean --follow?', 'See phs-tool events --help.'],
    ['replay u.ndjson --all-users', 'Unknown option --all-users.', 'phs-tool replay FILE diagnose --all-users'],
    ['diagnose --watch --aa', 'Unknown option --watch, --aa.', 'See phs-tool diagnose --help.'],
    ['status --utd', 'Unknown option --utd. Did you mean --utc?', 'See phs-tool status --help.'],
  ])('%s names what does that, if something does: %s %s', async (line, sentence, hint) => {
    const { code, ctx } = await run(line);

    expect(code).toBe(2);
    expect(ctx.err()).toContain(sentence);
    expect(ctx.err()).toContain(hint);
  });

  test.each([
    ['status --watch=30s', '--interval takes one: --watch --interval 30s'],
    ['status --watch=', '--interval takes one: --watch --interval DURATION'],
    ['status --quiet=1', 'Give --quiet alone, or leave it out; see phs-tool status --help.'],
  ])('%s: %s', async (line, hint) => {
    const { code, ctx } = await run(line);

    expect(code).toBe(2);
    expect(ctx.err().split('\n')[1]).toBe(hint);
  });

  test('is escaped, so that an argument cannot act on the terminal', async () => {
    const ctx = fakeContext();
    await runCli(['status', '--since', '\u001b[2J'], ctx);

    expect(ctx.err()).not.toContain('\u001b');
  });

  test.each([
    'status --nonsense --output json',
    'status --output=json --since x',
    'status -o json --fail-on bad',
    'nonsense --output json',
  ])('%s is one JSON document too', async (line) => {
    const { code, ctx } = await run(line);
    const report = reportSchema.parse(JSON.parse(ctx.out()));

    expect(code).toBe(2);
    expect(report.error).toMatchObject({ code: 'E_USAGE', exitCode: 2 });
    expect(report.findings).toEqual([]);
    expect(ctx.err()).toBe('');
  });

  test('words that look like object machinery are only unknown options', async () => {
    for (const word of [
      '--__proto__=1',
      '--constructor',
      '--__proto__.polluted=1',
      '--hasOwnProperty',
      '--toString=x',
      '-constructor',
    ]) {
      expect((await run(`status ${word}`)).code).toBe(2);
    }
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});

describe('an error while running', () => {
  const missing = new PsError('E_NO_POWERSHELL', 'No PowerShell was found.', { hint: 'Install it.' });

  test('is a sentence and what to do, with its exit code', async () => {
    const { code, ctx } = await run('status', missing);

    expect(code).toBe(5);
    expect(ctx.err()).toBe('phs-tool: No PowerShell was found.\nInstall it.\n');
    expect(ctx.out()).toBe('');
  });

  test('is the same document in JSON', async () => {
    const { code, ctx } = await run('status --output json', new EnvironmentError('E_NOT_CONNECT_SERVER', 'Not one.'));

    expect(code).toBe(5);
    expect(reportSchema.parse(JSON.parse(ctx.out()))).toMatchObject({
      command: 'status',
      summary: { status: 'error', exitCode: 5 },
      error: { code: 'E_NOT_CONNECT_SERVER', message: 'Not one.' },
    });
  });

  test('shows stack and cause only with --debug', async () => {
    const failure = new PsError('E_HOST_EXIT', 'It ended.', { cause: new Error('the cause') });

    expect((await run('status', failure)).ctx.err()).not.toMatch(/ at |the cause/);
    expect((await run('status --debug', failure)).ctx.err()).toMatch(/ {4}at .*caused by Error: the cause/s);
    const byRecord = new PsError('E_REMOTE', 'Not reached.', { cause: { errorId: 'SocketError' } });
    expect((await run('status --debug', byRecord)).ctx.err()).toMatch(/caused by \{ errorId: 'SocketError' \}/);
  });

  test('that nobody expected is called a bug, with exit code 1 and no stack', async () => {
    const { code, ctx } = await run('status', new TypeError('x is not a function'));

    expect(code).toBe(1);
    expect(ctx.err()).toMatch(/^phs-tool: An error that phs-tool did not expect: x is not a function\nThis is a bug\./);
    expect(ctx.err()).not.toMatch(/\n {4}at /);
  });

  test('after Ctrl+C is an interruption, whatever it was', async () => {
    const ctx: FakeContext = fakeContext({
      openSession: () => {
        ctx.abort();
        return Promise.reject(new Error('The stream was destroyed'));
      },
    });

    expect(await runCli(['status'], ctx)).toBe(130);
    expect(ctx.err()).toBe('phs-tool: Interrupted.\n');
    expect((await run('status', new CancelledError('stopped'))).code).toBe(130);
  });
});

describe('simulate list', () => {
  test('prints names and titles, one a line', async () => {
    const { code, ctx } = await run('simulate list');

    expect(code).toBe(0);
    expect(ctx.out()).toMatch(/^healthy {2,}\S/m);
  });
});
