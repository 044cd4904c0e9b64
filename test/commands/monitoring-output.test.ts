import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { runCli } from '../../src/cli.js';
import { parseArguments } from '../../src/command-line/parse-arguments.js';
import { replaceFile } from '../../src/files/replace-file.js';
import { requestedForm } from '../../src/output/requested-form.js';
import { createStatusCommand } from '../../src/commands/status.js';
import { PsError } from '../../src/base/errors.js';
import type { Facts } from '../../src/model/facts.js';
import { known } from '../../src/model/fact.js';
import { healthyFacts, scheduler } from '../support/facts.js';
import { fakeContext, type FakeContext } from '../support/fake-context.js';
import { readMetrics, readPluginLine } from '../support/monitoring-formats.js';

const folder = (): string => mkdtempSync(join(tmpdir(), 'phs-monitor-'));
const staging = healthyFacts({ scheduler: known(scheduler({ stagingModeEnabled: true })) });

async function status(
  words: readonly string[],
  facts: Facts = healthyFacts(),
): Promise<{ code: number; ctx: FakeContext }> {
  const ctx = fakeContext();
  const command = createStatusCommand(() => Promise.resolve(() => Promise.resolve(facts)));
  return { code: await command.run(ctx, parseArguments(command, words)), ctx };
}

/** The whole tool on a machine without PowerShell. */
async function withoutPowerShell(words: readonly string[]): Promise<{ code: number; ctx: FakeContext }> {
  const ctx = fakeContext({
    openSession: () =>
      Promise.reject(new PsError('E_NO_POWERSHELL', 'No PowerShell was found.', { hint: 'Install one.' })),
  });
  return { code: await runCli(words, ctx), ctx };
}

describe('status --output nagios', () => {
  test('has the exit codes of a plugin, where the other forms have those of phs-tool', async () => {
    expect((await status(['--output', 'nagios'])).code).toBe(0);
    expect((await status(['--output', 'nagios'], staging)).code).toBe(2);
    expect((await status(['--output', 'json'], staging)).code).toBe(3);
  });

  test.each([
    ['no PowerShell', ['status', '--output', 'nagios'], /^PHS UNKNOWN - No PowerShell was found\. Install one\.\n$/],
    ['a wrong option', ['status', '-o=nagios', '--since', 'soon'], /^PHS UNKNOWN - /],
    ['an unknown option', ['status', '--output=nagios', '--nonsense'], /^PHS UNKNOWN - Unknown option --nonsense\./],
  ])('says UNKNOWN and gives 3 for %s, on stdout alone', async (_what, words, line) => {
    const { code, ctx } = await withoutPowerShell(words);

    expect(code).toBe(3);
    expect(ctx.out()).toMatch(line);
    expect(readPluginLine(ctx.out()).data).toEqual([]);
    expect(ctx.err()).toBe('');
  });

  test('has states of its own, whatever --fail-on says', async () => {
    const suspended = healthyFacts({
      scheduler: known(scheduler({ schedulerSuspended: true })),
      entraCredential: known({ identityType: 'ServiceAccount', applicationId: null, certificateManagedBy: null }),
    });

    expect((await status(['--output', 'nagios', '--fail-on', 'warn'], suspended)).code).toBe(1);
    expect((await status(['--output', 'nagios', '--fail-on', 'never'], staging)).code).toBe(2);
  });

  test('has limits of age, which a state can follow', async () => {
    expect((await status(['-o', 'nagios', '--warning', '1m'])).code).toBe(1);
    expect((await status(['-o', 'nagios', '-w', '1m', '-c', '1h'])).code).toBe(1);
    expect((await status(['-o', 'nagios', '-c', '1m'])).code).toBe(2);
    expect((await status(['-o', 'nagios', '--warning', '1h'])).code).toBe(0);
  });

  test.each([
    [['-w', '1h'], '--warning and --critical need --output nagios, checkmk or prtg.'],
    [['-o', 'nagios', '-c', '4h'], '--warning and --critical cannot be longer than --since.'],
    [['-o', 'nagios', '-w', '2h', '-c', '1h'], '--warning must be shorter than --critical.'],
    [['-o', 'nagios', '-w', 'soon'], '--warning needs a duration'],
    [['-t', '1s'], '--timeout must be between 5s and 1h'],
    [['-t', 'soon'], '--timeout needs a time such as 60s or 2m'],
    [['--watch', '-t', '60'], '--watch has no --timeout.'],
  ])('refuses %j', async (words, message) => {
    await expect(status(words)).rejects.toThrow(message);
  });

  test.each([
    [['-o', 'nagios', '-c', '20h', '--since', '12h'], '--since 20h'],
    [['-o', 'nagios', '-w', '26h', '-c', '20h', '--since', '12h'], '--since 26h'],
  ])('names the time for %j that would be long enough', async (words, since) => {
    await expect(status(words)).rejects.toMatchObject({ hint: expect.stringContaining(`longer time: ${since}.`) });
  });

  test('belongs to status: another command keeps its own exit codes', async () => {
    expect((await withoutPowerShell(['events', '--output', 'nagios'])).code).toBe(2);
  });
});

describe('status --output prometheus', () => {
  test('prints metrics with the exit code of status', async () => {
    const { code, ctx } = await status(['--output', 'prometheus'], staging);

    expect(code).toBe(3);
    expect(readMetrics(ctx.out())).toContainEqual({
      metric: 'phs_tool_exit_code',
      labels: { source: 'simulated' },
      value: 3,
    });
  });

  test('gives phs_tool_up 0 when it could not collect, and the reason on stderr', async () => {
    const { code, ctx } = await withoutPowerShell(['status', '--output', 'prometheus']);

    expect(code).toBe(5);
    expect(readMetrics(ctx.out())).toContainEqual({ metric: 'phs_tool_up', labels: {}, value: 0 });
    expect(ctx.err()).toBe('phs-tool: No PowerShell was found.\nInstall one.\n');
  });

  test('names this machine when it could not collect, unless another server was meant', async () => {
    const serverOf = async (...words: readonly string[]): Promise<unknown> => {
      const ctx = fakeContext({
        env: { COMPUTERNAME: 'SYNC01' },
        openSession: () => Promise.reject(new PsError('E_NO_POWERSHELL', 'No PowerShell was found.')),
      });
      await runCli(['status', '--output', 'prometheus', ...words], ctx);
      return readMetrics(ctx.out()).find(({ metric }) => metric === 'phs_tool_info')?.labels['server'];
    };

    expect(await serverOf()).toBe('SYNC01');
    expect(await serverOf('--simulate', 'healthy')).toBe('');
  });

  test('--out replaces a file and leaves nothing beside it, also when it could not collect', async () => {
    const directory = folder();
    const file = join(directory, 'phs.prom');
    writeFileSync(file, 'old');

    const { ctx } = await status(['--output', 'prometheus', '--out', file]);
    expect(ctx.out()).toBe('');
    expect(readMetrics(readFileSync(file, 'utf8'))).toContainEqual({
      metric: 'phs_tool_up',
      labels: { source: 'simulated' },
      value: 1,
    });

    const failed = await withoutPowerShell(['status', '--output', 'prometheus', `--out=${file}`]);
    expect([failed.code, failed.ctx.out()]).toEqual([5, '']);
    expect(readMetrics(readFileSync(file, 'utf8'))).toContainEqual({ metric: 'phs_tool_up', labels: {}, value: 0 });
    expect(readdirSync(directory)).toEqual(['phs.prom']);
  });

  test('--out into a folder that is not there is one clear error with 5', async () => {
    const { code, ctx } = await withoutPowerShell([
      'status',
      '-o',
      'prometheus',
      '--out',
      join(folder(), 'no', 'x.prom'),
    ]);
    expect([code, ctx.out()]).toEqual([5, '']);

    await expect(status(['-o', 'prometheus', '--out', join(folder(), 'no', 'x.prom')])).rejects.toMatchObject({
      code: 'E_FILE',
      exitCode: 5,
    });
  });

  test('--out without it is a usage error', async () => {
    await expect(status(['--out', 'x.prom'])).rejects.toThrow('--out needs --output prometheus.');
  });
});

describe('a file that is replaced', () => {
  test('is seen whole by whoever reads it meanwhile', async () => {
    const file = join(folder(), 'phs.prom');
    const texts = ['a', 'b', 'c'].map((letter) => `${letter.repeat(200_000)}\n`);
    await replaceFile(file, texts[0] ?? '');
    const seen = new Set<string>();
    for (const text of [...texts, ...texts]) {
      const writing = replaceFile(file, text);
      for (let reads = 0; reads < 5; reads += 1) {
        seen.add(readFileSync(file, 'utf8'));
        await new Promise((resolve) => setImmediate(resolve));
      }
      await writing;
    }

    expect([...seen].filter((text) => !texts.includes(text))).toEqual([]);
    expect(seen.size).toBeGreaterThan(1);
  });
});

describe('the form asked for', () => {
  test.each([
    [['-o', 'json'], 'events', { output: 'json' }],
    [['--output=json', '--output', 'text'], 'status', undefined],
    [['--output', 'prometheus', '--out', 'a', '--out=b'], 'status', { output: 'prometheus', out: 'b' }],
    [['--output', 'nagios'], undefined, undefined],
    [['--output', 'constructor'], 'status', undefined],
    [['--output'], 'status', undefined],
  ] as const)('is read from %j of %s', (words, command, form) => {
    expect(requestedForm(words, command)).toEqual(form);
  });
});
