import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { runCli } from '../../src/cli.js';
import { defineCommand, type Command } from '../../src/command-line/command.js';
import { registry } from '../../src/registry.js';
import { configurableCommands, configurableKeys, isConfigurable, variableName } from '../../src/config/configurable.js';
import { applyConfiguration, readConfiguration } from '../../src/config/configuration.js';
import { mayNameHost, usualPath } from '../../src/config/file-path.js';
import { judgePosix, judgeWindows } from '../../src/files/owner.js';
import { parseConfigurationFile, type FileWorld } from '../../src/config/read-file.js';
import { withConfiguration } from '../../src/config/with-configuration.js';
import { askConfiguration } from '../../src/doctor/configuration-probe.js';
import { ConfigurationError } from '../../src/base/errors.js';
import { fakeContext } from '../support/fake-context.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'phs-tool-config-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Our own files are judged as they are; on Windows that starts PowerShell, which is tested in test/windows. */
const ours: FileWorld = process.platform === 'win32' ? { judge: () => undefined } : {};

/** Writes a file that only we can write to, and gives its path. */
function fileOf(content: unknown, name = 'a.json'): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content), { mode: 0o600 });
  return path;
}

const options = z.strictObject({
  since: z.string().default('3h').meta({ description: 'x' }),
  output: z.enum(['text', 'json']).default('text').meta({ description: 'x' }),
  quiet: z.boolean().default(false).meta({ description: 'x' }),
  verbose: z.boolean().default(false).meta({ description: 'x' }),
});

/** A command of this name with a few options. */
function commandNamed(name: string): Command {
  return defineCommand({
    name,
    describe: 'For a test',
    examples: [{ line: `phs-tool ${name}`, description: 'x' }],
    options,
    run: () => Promise.resolve(0),
  });
}
const status = commandNamed('status');

const apply = async (
  typed: object,
  env: Record<string, string>,
  file: object = {},
): Promise<Record<string, unknown>> => ({
  ...applyConfiguration(status, { ...typed }, await readConfiguration(env, fileOf(file), ours)),
});

describe('what goes first', () => {
  const file = { since: '1h', verbose: true, status: { since: '2h' }, events: { since: '9h' } };

  test('flags before variables, variables before the file, the section before what is for all', async () => {
    expect((await apply({ since: '4h' }, { PHS_TOOL_SINCE: '3h' }, file))['since']).toBe('4h');
    expect((await apply({}, { PHS_TOOL_SINCE: '3h' }, file))['since']).toBe('3h');
    expect((await apply({}, {}, file))['since']).toBe('2h');
    expect((await apply({}, {}, { since: '1h', events: { since: '9h' } }))['since']).toBe('1h');
    expect(await apply({}, {}, {})).toEqual({});
  });

  test('a switch can be turned off again, and its opposite turns it off', async () => {
    expect((await apply({}, {}, file))['verbose']).toBe(true);
    expect((await apply({ verbose: false }, {}, file))['verbose']).toBe(false);
    expect(await apply({ quiet: true }, {}, file)).toEqual({ quiet: true, since: '2h' });
    expect(await apply({}, { PHS_TOOL_QUIET: 'yes' }, file)).toEqual({ quiet: true, since: '2h' });
    expect((await apply({}, { PHS_TOOL_VERBOSE: '0' }, file))['verbose']).toBe(false);
  });

  test('an option that the command does not have is not meant for it', async () => {
    expect(await apply({}, { PHS_TOOL_EXPECT: 'staging' }, { modulePath: '/m' })).toEqual({});
  });
});

describe('only reading commands take it', () => {
  test('a command that is not named as configurable gets what was typed, whatever is configured', async () => {
    for (const name of ['force-full-sync', 'guard-setup', 'simulate create']) {
      const env = { PHS_TOOL_SINCE: '9h', PHS_TOOL_OUTPUT: 'json' };
      const configuration = await readConfiguration(env, fileOf({ quiet: true }), ours);

      expect(applyConfiguration(commandNamed(name), { since: '1h' }, configuration)).toEqual({ since: '1h' });
    }
  });

  test('no registered command that could change a server is configurable', () => {
    const configurable = registry.map(({ name }) => name).filter(isConfigurable);

    expect(configurable).not.toEqual(expect.arrayContaining([expect.stringMatching(/force|guard|simulate/)]));
    expect(configurableCommands.filter((name) => /force|guard|simulate/.test(name))).toEqual([]);
    expect(
      configurableKeys.filter((key) => /confirm|reason|simulate|out|record|dn/i.test(key.replace('output', ''))),
    ).toEqual([]);
  });

  test('each of them has --config, and no other command has it', async () => {
    const withOption: string[] = [];
    for (const { name, load } of registry) {
      const command = await load();
      if ('config' in command.options.shape) {
        withOption.push(name);
      }
    }

    expect(withOption.sort()).toEqual(
      registry
        .map(({ name }) => name)
        .filter(isConfigurable)
        .sort(),
    );
  });
});

describe('a mistake is told with its place', () => {
  test.each<[unknown, string]>([
    ['{', 'is not valid JSON'],
    ['[]', 'it must hold one object'],
    [{ sinse: '3h' }, 'unknown key "sinse". Did you mean since?'],
    [{ statsu: {} }, 'unknown key "statsu". Did you mean status?'],
    [{ status: { sinze: '3h' } }, 'unknown key "status.sinze". Did you mean since?'],
    [{ simulate: 'healthy' }, '"simulate" can be given on the command line only.'],
    [{ confirm: true }, '"confirm" can be given on the command line only.'],
    [{ 'force-full-sync': {} }, 'unknown key "force-full-sync".'],
    [{ since: 'tomorrow' }, '"since" must be a duration such as 90m, 3h or 2d.'],
    [{ since: 3 }, '"since" must be string.'],
    [{ quiet: 'yes' }, '"quiet" must be boolean.'],
    [{ status: { failOn: 'bad' } }, '"status.failOn" must be one of fail, warn, never.'],
    [{ powershell: 'pwsh' }, '"powershell" must be an absolute path.'],
    [{ connector: '' }, '"connector" must not be empty.'],
    ['{"__proto__": {"quiet": true}}', 'unknown key "__proto__".'],
  ])('%j: %s', async (content, sentence) => {
    const parse = async (): Promise<unknown> => readConfiguration({}, fileOf(content), ours);

    await expect(parse).rejects.toThrow(ConfigurationError);
    await expect(parse).rejects.toThrow(sentence);
    await expect(parse).rejects.toThrow(join(folder, 'a.json'));
  });

  test.each<[Record<string, string>, string]>([
    [{ PHS_TOOL_SINCE: 'soon' }, 'PHS_TOOL_SINCE must be a duration such as 90m, 3h or 2d, but got "soon".'],
    [{ PHS_TOOL_FAIL_ON: 'x' }, 'PHS_TOOL_FAIL_ON must be one of fail, warn, never, but got "x".'],
    [{ PHS_TOOL_QUIET: 'maybe' }, 'PHS_TOOL_QUIET must be true or false, but got "maybe".'],
    [{ PHS_TOOL_POWERSHELL: 'pwsh' }, 'PHS_TOOL_POWERSHELL must be an absolute path, but got "pwsh".'],
    [{ PHS_TOOL_OUTPUT: 'csv' }, 'PHS_TOOL_OUTPUT must be one of text, json for "status", but got "csv".'],
    [{ PHS_TOOL_CONFIG: 'here.json' }, 'PHS_TOOL_CONFIG must be an absolute path, but got "here.json".'],
  ])('%j', async (env, sentence) => {
    const read = async (): Promise<unknown> => applyConfiguration(status, {}, await readConfiguration(env, undefined));

    await expect(read).rejects.toThrow(sentence);
  });

  test('a form that the command does not have names the file and the key, and so does an option', async () => {
    await expect(apply({}, {}, { status: { output: 'csv' } })).rejects.toThrow(
      /a\.json: "status\.output" must be one of text, json/,
    );
    await expect(apply({}, {}, { status: { expect: 'staging' } })).rejects.toThrow(
      '"status" has no option for "status.expect"',
    );
  });

  test('a byte order mark and $schema are fine', () => {
    expect(parseConfigurationFile('\ufeff{"$schema":"x","quiet":true}', 'f')).toEqual({ $schema: 'x', quiet: true });
  });

  test('on the command line it is one sentence and exit code 2', async () => {
    const ctx = fakeContext({ env: { PHS_TOOL_SINCE: 'soon' } });

    expect(await runCli(['status'], ctx)).toBe(2);
    expect(ctx.err().split('\n')[0]).toBe(
      'phs-tool: PHS_TOOL_SINCE must be a duration such as 90m, 3h or 2d, but got "soon".',
    );
    expect(ctx.requests).toEqual([]);
  });

  test('is one JSON document where a variable asks for JSON', async () => {
    const ctx = fakeContext({ env: { PHS_TOOL_OUTPUT: 'json', PHS_TOOL_SINCE: 'soon' } });

    expect(await runCli(['status'], ctx)).toBe(2);
    expect(JSON.parse(ctx.out())).toMatchObject({ error: { code: 'E_CONFIG', exitCode: 2 } });
    expect(ctx.err()).toBe('');
  });

  test('a variable that is not known is told, and does not stop the command', async () => {
    const ctx = fakeContext({ env: { PHS_TOOL_SINZE: '3h', PHS_TOOL_TEST_HOST: '/x' } });

    expect(await withConfiguration(status, {}, ctx.env)).toEqual({
      options: {},
      servers: [],
      notes: 'The variable PHS_TOOL_SINZE is not known. Did you mean PHS_TOOL_SINCE?\n',
    });
  });

  test.each([
    ['the verdict alone is printed', ['--quiet'], 'note'],
    ['a program reads JSON', ['--output', 'json'], 'note, result'],
    [
      'a monitor takes stdout and stderr for one text, whose first line is the state',
      ['--output', 'nagios'],
      'result, note',
    ],
    ['a probe takes stdout and stderr for one text', ['--output', 'prtg'], 'result, note'],
  ])('is told also if %s', async (_, words, order) => {
    const ctx = fakeContext({ env: { PHS_TOOL_SINZE: '3h' } });
    const seen: string[] = [];
    const io = {
      ...ctx.io,
      stdout: () => seen.push('result'),
      stderr: (text: string) => {
        if (text.startsWith('The variable PHS_TOOL_SINZE is not known.')) seen.push('note');
      },
    };
    await runCli(['status', ...words], { ...ctx, io });

    expect(seen.join(', ')).toBe(order);
  });
});

describe('the file', () => {
  test('is looked for in a folder of the machine, never in the current one', () => {
    expect(usualPath('win32', { ProgramData: 'D:\\Data' })).toBe('D:\\Data\\phs-tool\\phs-tool.config.json');
    expect(usualPath('linux', {})).toBe('/etc/phs-tool/phs-tool.config.json');
  });

  test('that was named and is not there is an error', async () => {
    const missing = join(folder, 'missing.json');

    await expect(readConfiguration({}, missing)).rejects.toThrow(/could not be read/);
    await expect(readConfiguration({ PHS_TOOL_CONFIG: missing }, undefined)).rejects.toThrow(/PHS_TOOL_CONFIG/);
  });

  test('named by the variable is read, and --config goes before it', async () => {
    const first = fileOf({ since: '1h' }, 'first.json');
    const second = fileOf({ since: '2h' }, 'second.json');

    expect((await readConfiguration({ PHS_TOOL_CONFIG: first }, undefined, ours)).settings).toMatchObject([
      { value: '1h' },
    ]);
    expect((await readConfiguration({ PHS_TOOL_CONFIG: first }, second, ours)).settings).toMatchObject([
      { value: '2h' },
    ]);
  });

  test('that is larger than any configuration, or no file, is refused', async () => {
    await expect(readConfiguration({}, fileOf(' '.repeat(70_000)), ours)).rejects.toThrow('at most 64 KB');
    await expect(readConfiguration({}, folder, ours)).rejects.toThrow(ConfigurationError);
  });

  const posix = process.platform === 'win32' ? test.skip : test;
  posix('that others may write to is refused when it was named', async () => {
    const path = fileOf({ powershell: '/tmp/evil' }, 'open.json');
    chmodSync(path, 0o666);

    await expect(readConfiguration({}, path)).rejects.toThrow(/is not used: others can write to it/);
  });

  posix('in a folder of others is refused, also behind a link', async () => {
    const open = join(folder, 'open');
    mkdirSync(open);
    const path = fileOf({}, 'open/b.json');
    chmodSync(open, 0o777);
    const link = join(folder, 'link.json');
    symlinkSync(path, link);

    await expect(readConfiguration({}, path)).rejects.toThrow(/others can change its folder/);
    await expect(readConfiguration({}, link)).rejects.toThrow(/others can change its folder/);
  });

  test('keeps PowerShell from being started before it was read, where it may name another one', () => {
    const harmless = fileOf({ since: '3h' }, 'harmless.json');
    const naming = fileOf({ powershell: '/x/pwsh' }, 'naming.json');

    expect(mayNameHost(['status'], {})).toBe(false);
    expect(mayNameHost(['status'], { PHS_TOOL_CONFIG: harmless })).toBe(false);
    expect(mayNameHost(['status'], { PHS_TOOL_CONFIG: naming })).toBe(true);
    expect(mayNameHost(['status', '--config', harmless], {})).toBe(true);
    expect(mayNameHost(['status'], { PHS_TOOL_POWERSHELL: '/x' })).toBe(true);
  });

  test('is not read to learn that where it is larger than any configuration', () => {
    const size = (bytes: number): string => fileOf(`{"powershell":"/x"}`.padEnd(bytes), `${bytes}.json`);

    expect(mayNameHost(['status'], { PHS_TOOL_CONFIG: size(65_536) })).toBe(true);
    expect(mayNameHost(['status'], { PHS_TOOL_CONFIG: size(65_537) })).toBe(false);
    expect(mayNameHost(['status'], { PHS_TOOL_CONFIG: folder })).toBe(false);
  });
});

describe('who could have written it', () => {
  const ours = { uid: 1000, mode: 0o100600 };
  const folderOfRoot = { uid: 0, mode: 0o40755 };

  test.each([
    [ours, folderOfRoot, undefined],
    [{ uid: 0, mode: 0o100644 }, folderOfRoot, undefined],
    [{ uid: 1001, mode: 0o100600 }, folderOfRoot, 'it belongs to the account 1001'],
    [{ uid: 1000, mode: 0o100620 }, folderOfRoot, 'others can write to it'],
    [{ uid: 1000, mode: 0o100602 }, folderOfRoot, 'others can write to it'],
    [ours, { uid: 1001, mode: 0o40755 }, 'others can change its folder'],
    [ours, { uid: 0, mode: 0o40777 }, 'others can change its folder'],
    [ours, { uid: 0, mode: 0o41777 }, undefined],
  ])('%j in %j: %s', (file, inFolder, reason) => {
    const distrust = judgePosix(file, inFolder, 1000, '/f');

    expect(distrust?.reason.startsWith(reason ?? '?') ?? reason === undefined).toBe(true);
  });

  test('root trusts no file of another account', () => {
    expect(judgePosix(ours, folderOfRoot, 0, '/f')?.reason).toContain('belongs to the account 1000');
  });

  const userSid = 'S-1-5-21-1-2-3-1104';
  const safe = 'O:BAG:SYD:PAI(A;;FA;;;SY)(A;;FA;;;BA)';
  const inherited = 'O:BAG:SYD:AI(A;ID;FA;;;SY)(A;ID;FA;;;BA)(A;ID;0x1200a9;;;BU)';
  /** As a folder in C:\ProgramData gets it: users may add files to it, but not delete those of others. */
  const programData =
    'O:BAG:SYD:AI(A;OICIID;FA;;;SY)(A;OICIID;FA;;;BA)(A;OICIIOID;GA;;;CO)(A;OICIID;0x1200a9;;;BU)(A;CIID;DCLCRPCR;;;BU)';

  test.each([
    ['of the Administrators', safe, safe, undefined],
    ['with rights to read for users', inherited, programData, undefined],
    ['of the account itself', `O:${userSid}G:SYD:(A;;FA;;;${userSid})`, safe, undefined],
    ['of another account', `O:S-1-5-21-1-2-3-1105G:SYD:(A;;FA;;;BA)`, safe, 'the file belongs to S-1-5-21-1-2-3-1105'],
    ['that users may write to', 'O:BAG:SYD:(A;;FA;;;BA)(A;;FW;;;BU)', safe, 'BU can change the file'],
    ['that everyone may take', 'O:BAG:SYD:(A;;WO;;;WD)', safe, 'WD can change the file'],
    ['in a folder of a user', safe, 'O:S-1-5-21-1-2-3-1105G:SYD:(A;;FA;;;BA)', 'its folder belongs to'],
    ['in a folder where users may delete', safe, 'O:BAG:SYD:(A;;DT;;;BU)', 'BU can change its folder'],
    ['without permissions', 'O:BAG:SYD:NO_ACCESS_CONTROL', safe, 'the permissions of the file'],
    ['that is not understood', 'nonsense', safe, 'the file belongs to an account that is not known'],
  ])('on Windows: a file %s', (_name, file, inFolder, reason) => {
    const distrust = judgeWindows({ file, folder: inFolder, userSid }, 'C:\\f');

    expect(distrust?.reason.startsWith(reason ?? '?') ?? reason === undefined).toBe(true);
  });

  test('the usual file that is not trusted is left aside with a note, one that was named is an error', async () => {
    const path = fileOf({ since: '9h' }, 'planted.json');
    const judge = (): { reason: string; cure: string } => ({ reason: 'it belongs to ann', cure: 'chown' });
    const silent = (): never => {
      throw new Error('no answer');
    };

    await expect(readConfiguration({}, path, { judge })).rejects.toThrow('is not used: it belongs to ann');
    await expect(readConfiguration({}, path, { judge: silent })).rejects.toThrow(
      'its owner could not be read (no answer)',
    );
    expect((await readConfiguration({}, undefined, { ...ours, usual: path })).settings).toMatchObject([
      { value: '9h' },
    ]);
    expect(await readConfiguration({}, undefined, { usual: path, judge })).toMatchObject({
      settings: [],
      notes: [`The configuration ${path} is not used: it belongs to ann.`],
    });
    expect((await askConfiguration({}, undefined, { usual: path, judge })).probe).toMatchObject({
      status: 'warn',
      cure: { text: 'chown' },
    });
    const { probe } = await askConfiguration({}, undefined, { usual: path, judge: silent });
    expect(probe.cure?.text).toMatch(/^see who owns it and who can write to it: .*planted\.json'$/);
  });
});

describe('doctor shows it', () => {
  test('a value that another one goes before is told as not used, with its place', async () => {
    const path = fileOf({ since: '7d', expect: 'staging', status: { since: '6h' } });
    const { probe, values } = await askConfiguration({ PHS_TOOL_SINCE: '2h' }, path, ours);
    const alone = await askConfiguration({}, path, ours);

    expect(probe.message).toBe(
      `since=2h (PHS_TOOL_SINCE; status.since=6h in ${path} and 7d in ${path} are not used), expect=staging (${path}).`,
    );
    expect(values.filter(({ overriddenBy }) => overriddenBy === 'PHS_TOOL_SINCE').map(({ value }) => value)).toEqual([
      '6h',
      '7d',
    ]);
    expect(alone.probe.message).not.toContain('not used');
    expect(alone.values.some(({ overriddenBy }) => overriddenBy !== undefined)).toBe(false);
  });

  test('every value with its origin, defaults too', async () => {
    const path = fileOf({ status: { since: '6h' } });
    const { probe, values } = await askConfiguration({ PHS_TOOL_EXPECT: 'staging' }, path, ours);

    expect(probe).toMatchObject({
      status: 'pass',
      message: `expect=staging (PHS_TOOL_EXPECT), status.since=6h (${path}).`,
    });
    expect(values.slice(0, 2)).toEqual([
      { key: 'expect', value: 'staging', origin: 'environment', source: 'PHS_TOOL_EXPECT' },
      { key: 'since', command: 'status', value: '6h', origin: 'file', source: path },
    ]);
    expect(values.filter(({ origin }) => origin === 'default')).toHaveLength(configurableKeys.length - 2);
  });

  test('what is wrong is its line, not its end', async () => {
    expect((await askConfiguration({ PHS_TOOL_SINCE: 'x' }, undefined)).probe).toMatchObject({ status: 'fail' });
    expect((await askConfiguration({ PHS_TOOL_SINZE: '3h' }, undefined)).probe).toMatchObject({ status: 'warn' });
    expect((await askConfiguration({}, undefined)).probe).toMatchObject({ status: 'pass' });
  });

  test('each variable is on the page of the configuration', async () => {
    const { readPage } = await import('../../src/command-line/help-pages.js');
    const page = readPage('docs/configuration.md');

    expect(configurableKeys.filter((key) => !page.includes(variableName(key)))).toEqual([]);
  });
});

describe('a command with flags alone', () => {
  test('says that it does not use the variables that name its server, unless the flag is given', async () => {
    const command = await registry.find(({ name }) => name === 'force-full-sync')?.load();
    if (command === undefined) throw new Error('force-full-sync is not in the registry.');
    const env = { PHS_TOOL_POWERSHELL: '/opt/pwsh', PHS_TOOL_SINCE: '3h' };

    expect((await withConfiguration(command, {}, env)).notes).toBe(
      '"phs-tool force-full-sync" does not use PHS_TOOL_POWERSHELL: give --powershell.\n',
    );
    expect((await withConfiguration(command, { powershell: '/usr/bin/pwsh' }, env)).notes).toBe('');
  });
});
