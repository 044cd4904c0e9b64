import type { Remedy } from '../../src/model/finding.js';
import { describe, expect, test } from '@jest/globals';
import { catalog } from '../../src/checks/catalog.js';
import { known } from '../../src/model/fact.js';
import type { Finding } from '../../src/model/finding.js';
import { rpcCodes } from '../../src/model/rpc-codes.js';
import { quoteFinding } from '../../src/model/quote-finding.js';
import type { Report } from '../../src/model/report.js';
import { lineForServer } from '../../src/command-steps/for-same-server.js';
import { nextStepLines } from '../../src/views/next-step.js';
import { chooseTheme, plainTheme, terminalTheme } from '../../src/views/theme.js';
import { textView } from '../../src/views/text.js';
import {
  channel,
  diagnosedFacts,
  errorEvent,
  eventSummary,
  healthyFacts,
  ids,
  scheduler,
  state,
  twoForestFacts,
  unreadable,
} from '../support/facts.js';
import { goldenServers, reportOf } from '../support/reports.js';

const plain = { theme: plainTheme, verbosity: 'normal' } as const;

function diagnosed(changes: Parameters<typeof diagnosedFacts>[0]): Report {
  return reportOf(diagnosedFacts(changes), { command: 'diagnose', checks: catalog });
}

const stagingServer = { scheduler: known(scheduler({ stagingModeEnabled: true })), partitionStates: known([]) };

function linesOf(report: Report, options: Partial<Parameters<typeof textView>[1]> = {}): readonly string[] {
  return textView(report, { ...plain, ...options })
    .trimEnd()
    .split('\n');
}

describe('checks that were not evaluated', () => {
  const report = diagnosed(stagingServer);
  const skipped = report.findings.filter(({ status }) => status === 'skip');

  test('are one line for one and the same reason, which says the reason and the finding that it comes from', () => {
    const told = linesOf(report).filter((line) => line.includes('not evaluated'));

    expect(skipped.length).toBeGreaterThan(0);
    expect(told).toEqual([
      expect.stringMatching(/ \d+ checks? not evaluated: The server is in staging mode.* \(PHS204\); -v lists them$/),
    ]);
    expect(told[0]).toContain(` ${skipped.length} check`);
  });

  test('are each listed when asked for', () => {
    const verbose = linesOf(report, { verbosity: 'verbose' });

    expect(verbose.filter((line) => line.includes('Not evaluated: The server is in staging mode'))).toHaveLength(
      skipped.length,
    );
  });

  test('never quote the title of a check, which says the opposite', () => {
    expect(textView(report, { ...plain, verbosity: 'verbose' })).not.toContain('"The server is not in staging mode"');
  });

  test('name the connector when there are others', () => {
    const channels = [channel(), channel('fabrikam.com', { enabled: false })];
    const text = textView(reportOf(twoForestFacts({ channels: known(channels) })), plain);

    expect(text).toMatch(
      /checks? of fabrikam\.com not evaluated: Password hash synchronization is off for "fabrikam\.com" \(PHS205\); -v lists them$/m,
    );
  });
});

describe('what is counted', () => {
  const countsOf = (report: Report): RegExpExecArray | null =>
    /(\d+) checks(?: with (\d+) results)?: (\d+) failed, (\d+) warnings?, (\d+) passed, (\d+) skipped, (\d+) unknown/.exec(
      textView(report, plain),
    );
  const stopped = { service: known({ name: 'ADSync', displayName: 'Microsoft Azure AD Sync', status: 'Stopped' }) };

  // The rules of Microsoft Entra ID are a result of their own.
  const withoutRules = catalog.filter(({ id }) => id !== 'PHS207');

  test.each([
    ['one forest', reportOf(healthyFacts(stopped), { checks: withoutRules }), false],
    ['two forests', diagnosed(twoForestFacts({})), true],
  ])('adds up with %s: a check with a result for each connector is one check', (_, report, hasMore) => {
    const [, checks, results, ...parts] = countsOf(report) ?? [];
    const total = parts.reduce((sum, part) => sum + Number(part), 0);

    expect(Number(checks)).toBe(new Set(report.findings.map(({ check }) => check)).size);
    expect(results === undefined ? undefined : Number(results)).toBe(hasMore ? report.findings.length : undefined);
    expect(total).toBe(report.findings.length);
  });

  test('is not said to have run: skipped checks are among those that status covers', () => {
    const report = reportOf(healthyFacts(stopped));
    const [, checks] = countsOf(report) ?? [];

    expect(report.summary.counts.skip).toBeGreaterThan(0);
    expect(textView(report, plain)).toMatch(
      new RegExp(
        `^status covers ${checks ?? '?'} of ${catalog.length} checks; phs-tool diagnose also asks the domain controllers\\.$`,
        'm',
      ),
    );
    expect(textView(report, plain)).not.toMatch(/ ran \d+ of/);
  });

  test('is said by the verdict of status that nothing is wrong, and by every quiet one unless something failed', () => {
    const quiet = { ...plain, verbosity: 'quiet' } as const;
    const count = new RegExp(` \\(\\d+ of ${catalog.length} checks\\)\\.\\n$`);

    expect(textView(reportOf(healthyFacts()), quiet)).toMatch(count);
    expect(textView(reportOf(healthyFacts(stopped)), quiet)).not.toMatch(count);
    expect(textView(diagnosed({}), quiet)).not.toMatch(count);
    expect(textView(reportOf(healthyFacts()), plain)).toMatch(count);
  });

  test('names the command that also asks the domain controllers, for the server that was asked', () => {
    const report = reportOf(healthyFacts(stopped));
    const simulated = textView(report, { ...plain, forServer: lineForServer({ simulate: 'service-stopped' }) });
    const recorded = textView(report, { ...plain, forServer: lineForServer({}, { file: "it's.ndjson" }) });

    expect(simulated).toContain("; phs-tool diagnose --simulate 'service-stopped' also asks the domain controllers.");
    expect(recorded).toContain("; phs-tool replay 'it''s.ndjson' diagnose also asks the domain controllers.");
    expect(textView(report, plain)).toContain('; phs-tool diagnose also asks the domain controllers.');
  });
});

describe('a finding that is not in order', () => {
  const two = reportOf(twoForestFacts({ partitionStates: known([]), events: known(eventSummary({})) }), {
    command: 'diagnose',
    checks: catalog,
  });
  const failed = two.findings.filter(({ status }) => status === 'fail');

  test('is listed by what was found, never by the title, which says the opposite', () => {
    const lines = linesOf(two);

    expect(failed.length).toBeGreaterThan(1);
    for (const { title } of failed) {
      expect(lines.filter((line) => line.includes(title))).toEqual([]);
    }
    expect(lines.filter((line) => line.startsWith('  [fail]'))).toHaveLength(failed.length);
  });

  test('is told once when the verdict tells it whole', () => {
    const stopped = diagnosed({
      service: known({ name: 'ADSync', displayName: 'Microsoft Azure AD Sync', status: 'Stopped' }),
    });
    const message = stopped.summary.firstCause?.message ?? '?';

    expect(textView(stopped, plain).split(message)).toHaveLength(2);
    expect(textView(stopped, plain)).toMatch(/\[fail\] {4}PHS104 \(see the end\)/);
    expect(textView(stopped, { ...plain, verbosity: 'verbose' })).not.toContain('(see the end)');
  });

  test('beside the cause is named below the verdict, in one line', () => {
    const lines = linesOf(two).filter((line) => line.startsWith('  Also failed (fix above): '));

    expect(lines).toHaveLength(failed.length - 1);
    expect(lines[0]).toContain(`${failed[1]?.check ?? ''} ${failed[1]?.subject ?? ''}: `);
    expect(textView(diagnosed({}), plain)).not.toContain('Also failed');
  });

  test('beside the cause has the command that shows its fix, if that has scrolled off the screen', () => {
    const unlike = reportOf(goldenServers['two-forests'] ?? healthyFacts());
    const small = linesOf(unlike, { columns: 80, rows: 24 }).slice(-23).join('\n');

    expect(small).toMatch(/^ {2}Also failed \(fix below\): PHS404 /m);
    expect(small).toContain('\nFix of PHS404:\n    phs-tool diagnose --only PHS404\n');
    expect(linesOf(unlike).join('\n')).not.toContain('Fix of ');
    expect(linesOf(unlike, { columns: 80, rows: 200 }).join('\n')).toContain('Also failed (fix above): ');
  });

  test('of the same check as the cause has no such command: it would show the cause again', () => {
    expect(new Set(failed.map(({ check }) => check)).size).toBe(1);
    expect(linesOf(two, { columns: 80, rows: 24 }).join('\n')).not.toContain('Fix of ');
  });
});

describe('the verdict', () => {
  test('says that it is of a simulated server or a replay, because the header scrolls away', () => {
    const of = (source: Report['source']): string => textView({ ...diagnosed({}), source }, plain);
    const recording = {
      kind: 'recording',
      recordedAt: '2026-11-20T00:00:00Z',
      replayedAt: '2026-11-22T00:00:00Z',
    } as const;

    expect(of({ kind: 'simulated' })).toMatch(/^\[ok\] SIMULATED: /m);
    expect(of(recording)).toMatch(/^\[ok\] REPLAY, \d+ [a-z]+ old: /m);
    expect(of({ kind: 'live' })).not.toMatch(/SIMULATED|REPLAY/);
  });
});

describe('the reason of others', () => {
  const finding = (message: string): Pick<Finding, 'check' | 'message'> => ({ check: 'PHS102', message });

  test('is the first sentence with the id', () => {
    expect(quoteFinding(finding('It is off. Who did it is not known.'))).toBe('It is off (PHS102).');
  });

  test('is cut at a word when it is long', () => {
    const quoted = quoteFinding(finding(`Access was denied to ${'Get-Something, '.repeat(20)}and more.`));

    expect(quoted).toMatch(/^Access was denied to (?:Get-Something, )+Get-Something \.\.\. \(PHS102\)\.$/);
    expect(quoted.length).toBeLessThan(140);
  });

  test('leaves no bracket and no quotation mark open where it is cut', () => {
    const long = 'The specified domain either does not exist or could not be contacted at all by this server';
    const cut = (message: string): string => quoteFinding(finding(message));

    expect(cut(`Domain emea.contoso.com cannot be reached (${long}, ${long}).`)).toBe(
      'Domain emea.contoso.com cannot be reached ... (PHS102).',
    );
    expect(cut(`Windows says "${long}, and ${long}".`)).toBe('Windows says ... (PHS102).');
    expect(cut('It is off (once. Twice). Who did it is not known.')).toBe('It is off (once. Twice) (PHS102).');
  });
});

describe('a long error', () => {
  test('of several facts is told once', () => {
    const refused = {
      ...unreadable(),
      reason: { code: 'failed', message: 'Could not read it: The RPC server is gone.' },
    } as const;
    const text = textView(
      reportOf(diagnosedFacts({ scheduler: refused, companyFeature: refused, connectors: refused })),
      plain,
    );

    expect(text).toMatch(
      /Could not be read +Entra connector, PHS in the tenant, .*AD connectors: The RPC server is gone\./,
    );
    expect(text).not.toMatch(/PHS in the tenant +unknown/);
  });

  test('of a single fact stays beside it', () => {
    const refused = { ...unreadable(), reason: { code: 'failed', message: 'Could not read it: Gone.' } } as const;

    expect(textView(reportOf(diagnosedFacts({ companyFeature: refused })), plain)).toMatch(
      /PHS in the tenant +unknown: Could not read it: Gone\./,
    );
  });
});

describe('passed checks of a diagnosis', () => {
  const report = diagnosed({});
  const listed = (lines: readonly string[]): number => lines.filter((line) => /√ .*PHS\d{3}$/.test(line)).length;
  const onTerminal = (rows: number): readonly string[] => {
    const text = textView(report, { theme: terminalTheme, verbosity: 'normal', columns: 100, rows });
    return text
      .replace(/\u001b\[\d*m/g, '')
      .trimEnd()
      .split('\n');
  };

  test('are one line a category in a pipe and on a terminal that they do not fit', () => {
    expect(onTerminal(25).filter((line) => / √ \d+ checks(?: with \d+ results)? passed$/.test(line))).toHaveLength(4);
    expect(listed(onTerminal(25))).toBe(0);
    // They add up to the results that the summary counts.
    const [passed = ''] = /\d+(?= passed, \d+ skipped)/.exec(linesOf(report).join('\n')) ?? [];
    const results = linesOf(report).map(
      (line) => / (?:\d+ checks with )?(\d+) (?:checks|results) passed$/.exec(line)?.[1] ?? 0,
    );
    expect(results.map(Number).reduce((sum, each) => sum + each, 0)).toBe(Number(passed));
    expect(linesOf(report).filter((line) => / \d+ checks(?: with \d+ results)? passed$/.test(line))).toHaveLength(4);
  });

  test('are listed on a terminal that is taller than they are', () => {
    expect(listed(onTerminal(60))).toBe(report.summary.counts.pass);
    expect(onTerminal(60).length).toBeLessThan(60);
  });
});

describe('the next step', () => {
  const stopped = diagnosed({
    service: known({ name: 'ADSync', displayName: 'Microsoft Azure AD Sync', status: 'Stopped' }),
  });

  test('stands at the end, with its commands in the colour of the terminal, and is not told twice', () => {
    const text = textView(stopped, { theme: terminalTheme, verbosity: 'normal', columns: 80 });

    expect(text.trimEnd().split('\n').slice(-4)).toEqual([
      '    Start-Service ADSync',
      expect.stringMatching(/^ {4}Get-\S+ .*System/),
      'More: phs-tool help PHS104',
      'Then check again: phs-tool diagnose',
    ]);
    expect(text.match(/Start-Service ADSync/g)).toHaveLength(1);
    expect(text.match(/Next step: |fix {3}/g)).toEqual(['Next step: ']);
  });

  test('gives the command that checks again a line of its own where it does not fit beside the words', () => {
    const step = { text: 'Wait.', commands: [] };
    const again = (command: string): readonly string[] =>
      nextStepLines(step, undefined, { theme: plainTheme, columns: 60 }, { again: command }).slice(1);
    const long = "phs-tool status --simulate 'C:\\servers\\one' --powershell 'C:\\pwsh.exe'";

    expect(again(long)).toEqual(['Then check again:', `    ${long}`]);
    expect(again('phs-tool status')).toEqual(['Then check again: phs-tool status']);
  });

  test('leaves out the command that was just run: it comes last, as the check', () => {
    const step = { text: 'Wait.', commands: ['phs-tool diagnose', 'Get-Service ADSync'] };
    const lines = (again: string): readonly string[] =>
      nextStepLines(step, undefined, { theme: plainTheme }, { again }).slice(1);

    expect(lines('phs-tool diagnose')).toEqual(['    Get-Service ADSync', 'Then check again: phs-tool diagnose']);
    expect(lines('phs-tool status')).toEqual(['    phs-tool diagnose', '    Get-Service ADSync']);
  });

  test('is told whole at the end, with every case that it has, when a screen has room for it', () => {
    const text = textView(diagnosed(stagingServer), plain);

    expect(text).toMatch(/^Next step: If this server should .* leaving it makes two writers\. .*--expect staging\.$/m);
    expect(text).not.toMatch(/see above| fix {3}/);
  });

  test('for many causes is what to do about the first; what to do about each is told above', () => {
    const errors = [...rpcCodes.values()].flatMap(({ code, category }, index) =>
      category === 'credentials'
        ? []
        : errorEvent(611, 5 + index, { message: `Failed for domain: contoso.com. RPC Error ${code} : text.` }),
    );
    const report = diagnosed({
      events: known(eventSummary({}, errors)),
      partitionStates: known([state(ids.contoso, { lastCycleStatus: 'Failed' })]),
    });
    const text = textView(report, plain);

    const steps = report.findings.find(({ check }) => check === 'PHS404')?.remedy?.steps ?? [];
    expect(steps.length).toBeGreaterThan(5);
    expect(text).toContain(`\nNext step: ${steps[0]?.text ?? '?'}\n`);
    expect(text).toContain('\nThe other causes have fixes of their own (see above).\n');
    for (const step of steps) {
      expect(text).toContain(` fix   (${step.cause}) ${step.text}\n`);
    }
    // The verdict and what to type are on a screen of 25 lines.
    const last = textView(report, { ...plain, columns: 80 })
      .trimEnd()
      .split('\n')
      .slice(-25)
      .join('\n');
    expect(last).toContain('Most likely cause');
    expect(last).toContain('Next step: ');
  });

  test('is told in full above when it is too long for the end', () => {
    const text = Array.from(
      { length: 20 },
      (_, index) => `Sentence ${index} says what to do about it, at some length.`,
    ).join(' ');
    const commands = Array.from({ length: 9 }, (_, index) => `command ${index}`);
    const lines = (remedy: Remedy): string => nextStepLines(remedy, undefined, { theme: plainTheme }).join('\n');

    expect(lines({ text, commands })).toMatch(/^Next step: .* There is more to read \(see above\)\.$/m);
    expect(lines({ text, commands })).toMatch(/^ {4}# And \d+ more commands \(see above\)\.$/m);
    expect(lines({ text: 'Wait.', commands })).not.toContain('see above');
  });

  test('of the last resort is the guarded command', () => {
    const silent = diagnosed({ events: known(eventSummary({})), partitionStates: known([]) });

    expect(silent.summary.firstCause?.check).toBe('PHS301');
    expect(linesOf(silent).slice(-2)).toEqual([
      "    phs-tool force-full-sync --connector 'contoso.com'",
      'More: phs-tool help PHS301',
    ]);
  });
});

describe('the page of a check', () => {
  const stopped = diagnosed({
    service: known({ name: 'ADSync', displayName: 'Microsoft Azure AD Sync', status: 'Stopped' }),
  });
  const pageLine = (env: Readonly<Record<string, string>>): string => {
    const theme = chooseTheme({ isTerminal: true, noColor: false, env });
    return textView(stopped, { theme, verbosity: 'normal', columns: 80 }).trimEnd().split('\n').at(-2) ?? '';
  };

  test('is named by its command, which is not a hyperlink: no public page is about one check', () => {
    const envs: readonly Record<string, string>[] = [
      { TERM: 'xterm' },
      { VTE_VERSION: '7600' },
      { OS: 'Windows_NT', WT_SESSION: 'x' },
    ];

    expect(envs.map(pageLine)).toEqual(envs.map(() => 'More: phs-tool help PHS104'));
  });
});
