import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseArguments } from '../../src/command-line/parse-arguments.js';
import type { CollectFacts } from '../../src/command-steps/report-on-server.js';
import { createStatusCommand } from '../../src/commands/status.js';
import { UsageError } from '../../src/base/errors.js';
import { known } from '../../src/model/fact.js';
import type { Facts } from '../../src/model/facts.js';
import { reportSchema } from '../../src/model/report.js';
import { adConnector, entraConnector, healthyFacts, now, scheduler, twoForestFacts } from '../support/facts.js';
import { fakeContext, type FakeContext, type FakeOptions } from '../support/fake-context.js';

interface Run {
  readonly code: number;
  readonly ctx: FakeContext;
  readonly asked: readonly Parameters<CollectFacts>[1][];
}

/** Runs `status` with words of a command line over facts. */
async function status(words: string, facts: Facts = healthyFacts(), options: FakeOptions = {}): Promise<Run> {
  const ctx = fakeContext(options);
  const asked: Parameters<CollectFacts>[1][] = [];
  const command = createStatusCommand(() =>
    Promise.resolve((_session, request) => {
      asked.push(request);
      return Promise.resolve(facts);
    }),
  );
  const code = await command.run(ctx, parseArguments(command, words === '' ? [] : words.split(' ')));
  return { code, ctx, asked };
}

const staging = healthyFacts({ scheduler: known(scheduler({ stagingModeEnabled: true })) });
const suspended = healthyFacts({
  scheduler: known(scheduler({ schedulerSuspended: true })),
  entraCredential: known({ identityType: 'ServiceAccount', applicationId: null, certificateManagedBy: null }),
});

describe('status', () => {
  test('prints the overview and gives 0 when everything is in order', async () => {
    const { code, ctx } = await status('');

    expect(code).toBe(0);
    expect(ctx.out()).toMatch(/Heartbeat \(654\) {2,}2026-11-22 10:03:00 UTC \(12 min ago\)/);
    expect(ctx.err()).toBe('');
  });

  test('counts the time since the program was started', async () => {
    const ctx = { ...fakeContext(), elapsedMs: () => 2_500 };
    const command = createStatusCommand(() => Promise.resolve(() => Promise.resolve(healthyFacts())));
    await command.run(ctx, parseArguments(command, []));

    expect(ctx.out()).toContain('; 2.5 s; exit code 0');
    expect((await status('')).ctx.out()).toContain('; 0.0 s; exit code 0');
  });

  test('shows times in the zone of the machine, in UTC with --utc, and JSON in UTC', async () => {
    const options = { env: { TZ: 'Europe/Berlin' } };
    const local = (await status('', healthyFacts(), options)).ctx.out();

    expect(local).toMatch(/ 2026-11-22 11:15:00 \+01\n/);
    expect(local).toMatch(/Heartbeat \(654\) {2,}2026-11-22 11:03:00 \+01 \(12 min ago\)/);
    expect(local).not.toContain('UTC');
    expect((await status('--utc', healthyFacts(), options)).ctx.out()).toBe((await status('')).ctx.out());
    expect((await status('-o json', healthyFacts(), options)).ctx.out()).toBe((await status('-o json')).ctx.out());
  });

  test('gives 3 for a finding, by whichever view', async () => {
    for (const words of ['', '--output json', '--quiet', '--verbose', '-o json', '-q', '-v']) {
      expect((await status(words, staging)).code).toBe(3);
    }
  });

  test('takes the threshold from --fail-on', async () => {
    expect((await status('--fail-on never', staging)).code).toBe(0);
    expect((await status('', suspended)).code).toBe(0);
    expect((await status('--fail-on warn', suspended)).code).toBe(3);
  });

  test('takes staging as expected with --expect staging', async () => {
    expect((await status('--expect staging', staging)).code).toBe(0);
    expect((await status('--expect staging')).code).toBe(3);
  });

  test('looks at the last three hours, or as far as --since says', async () => {
    expect((await status('')).asked[0]).toMatchObject({ sinceMs: 10_800_000, now });
    expect((await status('--since 90m')).asked[0]?.sinceMs).toBe(5_400_000);
  });

  test('refuses a bad duration before anything is started', async () => {
    const ctx = fakeContext();
    const command = createStatusCommand(() => Promise.reject(new Error('not reached')));

    await expect(command.run(ctx, { since: 'soon' })).rejects.toThrow(UsageError);
    expect(ctx.requests).toEqual([]);
  });

  test('passes on which server, modules and PowerShell are meant', async () => {
    const { ctx, asked } = await status('--simulate staging --module-path ./m --powershell /opt/pwsh');

    expect(ctx.requests[0]).toMatchObject({ simulate: 'staging', modulePath: './m', powershell: '/opt/pwsh' });
    expect(asked[0]?.modulePath).toBe('./m');
    expect((await status('')).ctx.requests[0]).toEqual({ onNote: expect.any(Function) });
  });

  test('closes the session, also when collecting fails', async () => {
    expect((await status('')).ctx.closedSessions()).toBe(1);
    const ctx = fakeContext();
    const command = createStatusCommand(() => Promise.resolve(() => Promise.reject(new Error('lost'))));

    await expect(command.run(ctx, {})).rejects.toThrow('lost');
    expect(ctx.closedSessions()).toBe(1);
  });
});

describe('status --output json', () => {
  test('prints one document that fits the schema, and nothing else', async () => {
    const { ctx } = await status('--output json --verbose', staging, { stdoutIsTerminal: true });

    expect(reportSchema.parse(JSON.parse(ctx.out())).summary.firstCause?.check).toBe('PHS204');
    expect(ctx.err()).toBe('');
  });
});

describe('status on a terminal', () => {
  const terminal = { stdoutIsTerminal: true };

  test('has colours, unless they are refused', async () => {
    expect((await status('', healthyFacts(), terminal)).ctx.out()).toContain('\u001b[32m');
    expect((await status('--no-color', healthyFacts(), terminal)).ctx.out()).not.toContain('\u001b');
    expect((await status('', healthyFacts(), { ...terminal, env: { NO_COLOR: '1' } })).ctx.out()).not.toContain(
      '\u001b',
    );
    expect((await status('')).ctx.out()).not.toContain('\u001b');
  });
});

describe('status --connector', () => {
  test('shows one forest', async () => {
    const { ctx } = await status('--connector fabrikam.com', twoForestFacts());

    expect(ctx.out()).toContain('[ok] fabrikam.com');
    expect(ctx.out()).not.toContain('[ok] contoso.com');
  });

  test('accepts another case where it is clear', async () => {
    expect((await status('--connector FABRIKAM.com', twoForestFacts())).ctx.out()).toContain('[ok] fabrikam.com');
  });

  test('wants the exact case where two names differ only by it', async () => {
    const facts = healthyFacts({
      connectors: known([entraConnector(), adConnector('Contoso.com'), adConnector('contoso.com')]),
    });

    await expect(status('--connector CONTOSO.com', facts)).rejects.toThrow(/no AD connector named "CONTOSO.com"/);
    const { ctx } = await status('--connector contoso.com', facts);
    expect(ctx.out()).toContain('[ok] contoso.com');
    expect(ctx.out()).not.toContain('[ok] Contoso.com');
  });

  test('says which connectors there are when the name is wrong', async () => {
    await expect(status('--connector fabrikan.com', twoForestFacts())).rejects.toMatchObject({
      message: 'There is no AD connector named "fabrikan.com". Did you mean fabrikam.com?',
      hint: 'There is: contoso.com, fabrikam.com.',
      exitCode: 2,
    });
  });

  test('does not take the Entra connector for a forest', async () => {
    await expect(status('--connector contoso.onmicrosoft.com')).rejects.toThrow(UsageError);
  });
});

describe('the trace', () => {
  const tracing: FakeOptions = {
    openSession: (request) => {
      request.debug?.('line one\nforged\u001b[2J');
      request.onNote('PowerShell 7 is used');
      return fakeContext().openSession(request);
    },
  };

  test('is made only when asked for', async () => {
    expect((await status('', healthyFacts(), tracing)).ctx.err()).toBe('PowerShell 7 is used\n');
  });

  test('goes to stderr with --debug, one escaped line for each entry', async () => {
    const { ctx } = await status('--debug', healthyFacts(), tracing);

    expect(ctx.err()).toContain('2026-11-22T10:15:00.000Z line one\\nforged\\u{1b}[2J\n');
  });

  test('goes to a file with --log-file, and not to stderr', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'phs-log-')), 'trace.log');
    const { ctx } = await status(`--log-file ${file}`, healthyFacts(), tracing);

    expect(readFileSync(file, 'utf8')).toContain('line one\\nforged');
    expect(ctx.err()).not.toContain('line one');
  });

  test('to a file that cannot be written is an error before anything is started', async () => {
    const ctx = fakeContext();
    const command = createStatusCommand(() => Promise.reject(new Error('not reached')));

    await expect(command.run(ctx, { logFile: join(tmpdir(), 'no', 'such', 'folder', 'x.log') })).rejects.toMatchObject({
      code: 'E_FILE',
      exitCode: 5,
    });
    expect(ctx.requests).toEqual([]);
  });
});
