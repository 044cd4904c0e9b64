import { describe, expect, test } from '@jest/globals';
import { catalog } from '../../src/checks/catalog.js';
import { createDiagnoseCommand, type DiagnoseCollectors } from '../../src/commands/diagnose.js';
import { parseArguments } from '../../src/command-line/parse-arguments.js';
import { UsageError } from '../../src/base/errors.js';
import type { DiagnosticEntry } from '../../src/model/diagnostic-entry.js';
import { checksText, listedChecks } from '../../src/output/list-checks.js';
import { known, unknown, type Fact } from '../../src/model/fact.js';
import type { Facts } from '../../src/model/facts.js';
import { reportSchema, type Report } from '../../src/model/report.js';
import { diagnosedFacts, errorEvent, eventSummary, scheduler, state, ids } from '../support/facts.js';
import { fakeContext, type FakeContext } from '../support/fake-context.js';

interface Run {
  readonly code: number;
  readonly ctx: FakeContext;
  /** What the second opinion was asked about. */
  readonly asked: readonly (string | undefined)[];
}

async function diagnose(
  words: string,
  facts: Facts = diagnosedFacts(),
  opinion: Fact<readonly DiagnosticEntry[]> = known([]),
): Promise<Run> {
  const ctx = fakeContext();
  const asked: (string | undefined)[] = [];
  const collectors: DiagnoseCollectors = {
    collect: () => Promise.resolve(facts),
    askSecondOpinion: (_server, { connectorName }) => {
      asked.push(connectorName);
      return Promise.resolve(opinion);
    },
  };
  const command = createDiagnoseCommand(() => Promise.resolve(collectors));
  const code = await command.run(
    ctx,
    parseArguments(
      command,
      words.split(' ').filter((word) => word !== ''),
    ),
  );
  return { code, ctx, asked };
}

async function reportOf(words: string, facts?: Facts, opinion?: Fact<readonly DiagnosticEntry[]>): Promise<Report> {
  return reportSchema.parse(JSON.parse((await diagnose(`${words} -o json`, facts, opinion)).ctx.out()));
}

const rejected = diagnosedFacts({
  events: known(eventSummary({}, [errorEvent(611, 5, { message: 'RPC Error 8456 : rejecting.' })])),
  partitionStates: known([state(ids.contoso, { lastCycleStatus: 'Failed' })]),
});
const staging = diagnosedFacts({ scheduler: known(scheduler({ stagingModeEnabled: true })) });

describe('diagnose', () => {
  test('counts what passed by group, and says that nothing was found', async () => {
    const { code, ctx } = await diagnose('');
    const lines = ctx.out().split('\n');

    expect(code).toBe(0);
    expect(lines.filter((line) => ['environment', 'configuration', 'liveness', 'connectivity'].includes(line))).toEqual(
      ['environment', 'configuration', 'liveness', 'connectivity'],
    );
    expect(lines.filter((line) => / \d+ checks(?: with \d+ results)? passed$/.test(line))).toHaveLength(4);
    expect(ctx.out()).toMatch(/configured and alive\.\n$/);
  });

  test('names every check when asked for all', async () => {
    const { ctx } = await diagnose('--verbose');

    expect(catalog.filter(({ id }) => !ctx.out().includes(id))).toEqual([]);
  });

  test('ends with the cause and the next step', async () => {
    const { code, ctx } = await diagnose('', rejected);

    expect(code).toBe(3);
    expect(ctx.out()).toMatch(
      /\[fail\] SIMULATED: Most likely cause: PHS404: contoso\.com: .*8456.*\nNext step: .*DISABLE_OUTBOUND/,
    );
    expect(ctx.out()).not.toContain('Application log, event 611');
    expect((await diagnose('--verbose', rejected)).ctx.out()).toContain('Application log, event 611');
  });

  test('says of a connector whose cause is known that it is failing', async () => {
    const overview = (await reportOf('', rejected)).overview;
    const verdicts = overview?.connectors.known === true ? overview.connectors.value.map(({ verdict }) => verdict) : [];

    expect(verdicts.map(({ status }) => status)).toEqual(['failing']);
  });

  test('prints one line with --quiet', async () => {
    expect((await diagnose('--quiet', rejected)).ctx.out().split('\n')).toHaveLength(2);
  });

  test('takes --expect and --fail-on as status does', async () => {
    expect((await diagnose('', staging)).code).toBe(3);
    expect((await diagnose('--expect staging', staging)).code).toBe(0);
    expect((await diagnose('--fail-on never', staging)).code).toBe(0);
  });
});

describe('diagnose --only and --skip', () => {
  const idsOf = async (words: string): Promise<string[]> => [
    ...new Set((await reportOf(words)).findings.map(({ check }) => check)),
  ];

  test('take ids, numbers, groups and names of groups', async () => {
    const fours = ['PHS401', 'PHS402', 'PHS403', 'PHS404', 'PHS405', 'PHS406'];

    expect(await idsOf('--only 4xx')).toEqual(fours);
    expect(await idsOf('--only connectivity')).toEqual(fours);
    expect(await idsOf('--only phs301,203 --only PHS103')).toEqual(['PHS103', 'PHS203', 'PHS301']);
    expect(await idsOf('--skip 1xx,2xx,3xx --skip 406')).toEqual(fours.slice(0, 5));
    expect(await idsOf('--only connectivity --skip PHS406')).toEqual(fours.slice(0, 5));
  });

  test.each(['4xx', 'PHS301', 'PHS301,2xx'])('claim no more than was checked: %s', async (only) => {
    const { ctx } = await diagnose(`--only ${only}`);

    expect(ctx.out()).toMatch(/\[ok\] SIMULATED: Nothing is wrong in what was checked\.\n$/);
    expect(ctx.out()).not.toContain('alive');
  });

  test('refuse what is no check, before anything is started', async () => {
    const ctx = fakeContext();
    const command = createDiagnoseCommand(() => Promise.reject(new Error('not reached')));
    const run = (...words: readonly string[]): Promise<number> => command.run(ctx, parseArguments(command, words));

    await expect(run('--only', 'PHS999')).rejects.toThrow('There is no check "PHS999".');
    await expect(run('--only', 'toString')).rejects.toThrow(UsageError);
    await expect(run('--skip', 'PHS503')).rejects.toThrow('looks at one user');
    await expect(run('--skip', '1xx,2xx,3xx,4xx')).rejects.toThrow('No check is left');
    await expect(run('--only', '4xx', '--skip', '4xx')).rejects.toThrow('No check is left');
    await expect(run('--all-users')).rejects.toThrow('--all-users needs a recording');
    await expect(run('--only', '4xx', '--dn', 'CN=a')).rejects.toThrow('--only applies to the server');
    await expect(run('--output', 'ndjson')).rejects.toThrow('--output ndjson needs');
    expect(ctx.requests).toEqual([]);
  });
});

describe('diagnose --list-checks', () => {
  test('lists them for people and for programs, without a server', async () => {
    const text = await diagnose('--list-checks');
    const listed: unknown = JSON.parse((await diagnose('--list-checks -o json')).ctx.out());

    expect(text.code).toBe(0);
    expect(text.ctx.requests).toEqual([]);
    expect(text.ctx.out()).toContain('PHS404  connectivity   Replication with the domains reports no RPC error\n');
    expect(listed).toMatchObject({
      checks: expect.arrayContaining([
        {
          ...{ id: 'PHS301' },
          category: 'liveness',
          title: expect.any(String),
          commands: ['status', 'diagnose'],
          docs: 'docs/checks/PHS301.md',
        },
      ]),
    });
  });
});

describe('the width of diagnose --list-checks', () => {
  const checks = listedChecks();
  const wordsOf = (text: string): string[] => text.split(/\s+/);
  const inAPipe = checksText(checks);

  test.each([60, 80, 120, 200])('at %i columns a line ends between words, under its column', (columns) => {
    const lines = checksText(checks, columns).trimEnd().split('\n');

    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
    expect(wordsOf(lines.join('\n'))).toEqual(wordsOf(inAPipe.trimEnd()));
    const first = lines.filter((line) => line.startsWith('PHS'));
    expect(first).toHaveLength(checks.length);
    lines
      .filter((line) => !line.startsWith('PHS'))
      .forEach((line) => {
        expect(line).toMatch(/^ {23}\S/);
      });
  });

  test('is that of a terminal, and in a pipe each check is one line', async () => {
    const command = createDiagnoseCommand(() => Promise.reject(new Error('not reached')));
    const print = async (stdoutIsTerminal: boolean): Promise<string> => {
      const ctx = fakeContext({ stdoutIsTerminal });
      await command.run(ctx, parseArguments(command, ['--list-checks']));
      return ctx.out();
    };

    expect(await print(true)).toBe(checksText(checks, 100));
    expect(await print(false)).toBe(inAPipe);
    expect(inAPipe.trimEnd().split('\n')).toHaveLength(checks.length);
  });
});

describe('diagnose --list-checks with --only and --skip', () => {
  const idsOf = async (words: string): Promise<string[]> =>
    (await diagnose(`--list-checks ${words}`)).ctx
      .out()
      .trimEnd()
      .split('\n')
      .map((line) => line.slice(0, 6));

  test('lists what they leave, the checks of one user too', async () => {
    expect(await idsOf('--only phs3xx')).toEqual(['PHS301', 'PHS302', 'PHS303', 'PHS304']);
    expect(await idsOf('--only 3xx,PHS501')).toEqual(['PHS301', 'PHS302', 'PHS303', 'PHS304', 'PHS501']);
    expect(await idsOf('--skip 1xx,2xx,4xx,object,fleet,301')).toEqual(['PHS302', 'PHS303', 'PHS304']);
  });

  test('refuses what is no check', async () => {
    await expect(idsOf('--only PHS999')).rejects.toThrow('There is no check "PHS999".');
    await expect(idsOf('--only phs3')).rejects.toThrow(UsageError);
    await expect(idsOf('--skip nonsense')).rejects.toThrow('There is no check "nonsense".');
  });
});

describe('diagnose --second-opinion', () => {
  const entry = (changes: Partial<DiagnosticEntry>): DiagnosticEntry => ({
    section: 'AD Connector - contoso.com',
    subject: 'contoso.com',
    topic: 'other',
    status: 'information',
    text: 'A line that nobody knows \u001b[2J',
    color: 'Red',
    kind: 'host',
    ...changes,
  });
  const entries = [
    entry({ topic: 'heartbeat', status: 'problem', text: 'No heartbeat.' }),
    entry({ topic: 'channel', status: 'ok', text: 'enabled' }),
    entry({}),
  ];

  test('marks where it disagrees, and keeps lines that are not known', async () => {
    const report = await reportOf('--second-opinion', undefined, known(entries));

    expect(report.secondOpinion).toMatchObject({
      known: true,
      value: [
        { check: 'PHS301', ours: 'pass', disagrees: true },
        { check: 'PHS205', ours: 'pass', disagrees: false },
        { check: null, ours: null, disagrees: false, text: 'A line that nobody knows \u001b[2J', colour: 'Red' },
      ],
    });
  });

  test('is shown line by line, escaped, with the disagreement', async () => {
    const text = (await diagnose('--second-opinion', undefined, known(entries))).ctx.out();

    expect(text).toMatch(/No heartbeat\.\n +disagrees with PHS301, which is "pass" here\n/);
    expect(text).toContain('A line that nobody knows \\u{1b}[2J');
    expect(text).toContain('It disagrees in 1 of its lines.');
  });

  test('that could not be had is said, and changes no finding', async () => {
    const { code, ctx } = await diagnose(
      '--second-opinion',
      undefined,
      unknown({ code: 'command-missing', message: 'no such cmdlet' }),
    );

    expect(code).toBe(0);
    expect(ctx.out()).toContain('unknown: no such cmdlet');
  });

  test('is asked for the connector that was chosen, and only when wanted', async () => {
    expect((await diagnose('--second-opinion --connector CONTOSO.com')).asked).toEqual(['contoso.com']);
    expect((await diagnose('--second-opinion')).asked).toEqual([undefined]);
    expect((await diagnose('')).asked).toEqual([]);
  });
});
