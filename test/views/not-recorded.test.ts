import { describe, expect, test } from '@jest/globals';
import { unknown } from '../../src/model/fact.js';
import type { Facts } from '../../src/model/facts.js';
import type { Report } from '../../src/model/report.js';
import { firstFinding } from '../../src/views/verdict.js';
import { nagiosView } from '../../src/views/nagios.js';
import { textView } from '../../src/views/text.js';
import { plainTheme } from '../../src/views/theme.js';
import { healthyFacts, twoForestFacts, unreadable } from '../support/facts.js';
import { reportOf } from '../support/reports.js';

const plain = { theme: plainTheme, verbosity: 'normal' } as const;
const recording = {
  kind: 'recording',
  recordedAt: '2026-11-22T10:15:00.000Z',
  replayedAt: '2026-11-23T10:15:00.000Z',
} as const;
const hint = 'The file is cut off: get the whole file, or record again.';
const lacking = (what: string): ReturnType<typeof unknown> =>
  unknown({ code: 'not-collected', message: `Could not read ${what}: not in the recording.`, hint });

/** A report of a recording that ends before the policy, the rules and the log. */
function cutReport(changes: Partial<Facts> = {}): Report {
  const facts = healthyFacts({
    executionPolicy: lacking('the execution policy'),
    rules: lacking('the synchronization rules'),
    events: lacking('events of the Application log'),
    partitionStates: lacking('the last cycles'),
    ...changes,
  });
  return { ...reportOf(facts), source: { ...recording, incomplete: true } };
}

describe('what a cut recording does not hold', () => {
  test('is one line with its number and its reason, and no finding of a category', () => {
    const lines = textView(cutReport(), plain).split('\n');
    const told = lines.filter((line) => line.includes('the recording ends before what they need'));

    expect(told[0]).toMatch(/^ {2}\[unknown\] (\d+) checks not evaluated: .* \(PHS103, PHS207, .*\); -v says what$/);
    expect(lines).not.toContain('environment');
    expect(lines.filter((line) => line.includes('not evaluated'))).toHaveLength(2);
  });

  test('is what the verdict tells, with what to do, and no check is the first cause', () => {
    const report = cutReport();
    const text = textView(report, plain);

    expect(text).toMatch(/Nothing failed; \d+ checks not evaluated: the recording ends before what they need\.\n/);
    expect(text).toMatch(/\nNext step: The file is cut off.*\n$/);
    expect(text).not.toMatch(/help PHS103/);
    expect(nagiosView(report, { ...plain, asOfRecording: true })).not.toMatch(/: PHS103|help PHS/);
  });

  test('has numbers that add up to those of the whole screen, also with several results of one check', () => {
    const { connectors, channels } = twoForestFacts();
    const text = textView(cutReport({ connectors, channels }), plain);
    const [, checks = '', results = ''] = /(\d+) checks with (\d+) results not evaluated/.exec(text) ?? [];
    const [, skipped = '', open = ''] = /(\d+) skipped, (\d+) unknown/.exec(text) ?? [];

    expect(Number(results)).toBe(Number(skipped) + Number(open));
    expect(Number(results)).toBeGreaterThan(Number(checks));
  });

  test('counts a check of the tool itself as well: what the guard knows can be a run that was cut off', () => {
    const text = textView(cutReport({ guard: lacking('what the guard knows') }), plain);

    expect(text).toMatch(/checks not evaluated: .* \(PHS103, .*PHS211.*\)/);
    expect(text).toMatch(/^status covers 28 of 30 checks/m);
  });

  test('comes after what failed and after what could not be read', () => {
    const stopped = { service: unreadable('failed') };

    expect(firstFinding(cutReport(stopped))?.check).toBe('PHS104');
    expect(textView(cutReport(stopped), plain)).toMatch(/not everything could be checked: PHS104/);
  });

  test('is listed with each reason by --verbose', () => {
    const text = textView(cutReport(), { ...plain, verbosity: 'verbose' });

    expect(text).toContain('PHS103: Could not be checked: Could not read the execution policy: not in the recording.');
  });
});

test('a whole recording that was made with another command does not end, it does not hold it', () => {
  const report = { ...cutReport(), source: recording };

  expect(textView(report, plain)).toMatch(/checks not evaluated: the recording does not hold what they need/);
});

test('a server that answers everything has no such line', () => {
  expect(textView(reportOf(healthyFacts()), plain)).not.toMatch(/not evaluated/);
});
