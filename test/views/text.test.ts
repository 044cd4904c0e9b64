import { describe, expect, test } from '@jest/globals';
import { buildErrorReport } from '../../src/report/build-report.js';
import { known } from '../../src/model/fact.js';
import type { Report } from '../../src/model/report.js';
import { jsonView } from '../../src/views/json.js';
import {
  chooseTheme,
  consoleTheme,
  plainTheme,
  terminalTheme,
  windowsTheme,
  type Role,
} from '../../src/views/theme.js';
import { textView } from '../../src/views/text.js';
import { healthyFacts, now, scheduler } from '../support/facts.js';
import { expectGolden } from '../support/golden.js';
import { goldenServers, hostileName, reportOf } from '../support/reports.js';

const plain = { theme: plainTheme, verbosity: 'normal' } as const;

describe.each(Object.entries(goldenServers))('the report of the server "%s"', (name, facts) => {
  const report = reportOf(facts);

  test('as plain text', () => {
    expectGolden(`text/${name}.txt`, textView(report, plain));
  });

  test('as plain text with every finding and its evidence', () => {
    expectGolden(`text/${name}.verbose.txt`, textView(report, { ...plain, verbosity: 'verbose' }));
  });

  test('as coloured text of 100 columns', () => {
    const text = textView(report, { theme: terminalTheme, columns: 100, verbosity: 'normal' });

    expectGolden(`text/${name}.coloured.txt`, text);
  });

  test('as JSON', () => {
    expectGolden(`json/${name}.json`, jsonView(report, plain));
  });

  test('plain text has no control character and is ASCII unless a name is not', () => {
    const text = textView(report, { ...plain, verbosity: 'verbose' });

    expect(text).not.toMatch(/[^\P{Cc}\n]/u);
    expect(text.replaceAll('日本', '')).toMatch(/^[\x20-\x7e\n]*$/);
  });
});

describe('the last lines', () => {
  test('say the verdict, the next step, its commands and where more is told, in that order', () => {
    const lines = textView(reportOf(goldenServers['staging'] ?? healthyFacts()), plain)
      .trimEnd()
      .split('\n');

    expect(lines.slice(-5)).toEqual([
      expect.stringMatching(/^\[fail\] Most likely cause: PHS204: /),
      expect.stringMatching(/^Next step: /),
      expect.stringMatching(/^ {4}\S/),
      '    phs-tool status --expect staging',
      'More: phs-tool help PHS204',
    ]);
  });

  test('say how to check again, unless the step is a command of phs-tool or a file answered', () => {
    const stopped = { ...healthyFacts(), service: known({ name: 'ADSync', displayName: 'x', status: 'Stopped' }) };
    const recorded = {
      kind: 'recording',
      recordedAt: '2026-11-22T10:15:00.000Z',
      replayedAt: '2026-11-23T10:15:00.000Z',
    } as const;
    const lastLine = (report: Report): string | undefined => textView(report, plain).trimEnd().split('\n').at(-1);

    expect(lastLine(reportOf(stopped))).toBe('Then check again: phs-tool status');
    expect(lastLine({ ...reportOf(stopped), source: recorded })).toMatch(/^More: phs-tool help PHS\d{3}$/);
    expect(lastLine(reportOf(goldenServers['staging'] ?? healthyFacts()))).toBe('More: phs-tool help PHS204');
  });

  test('say success explicitly', () => {
    expect(textView(reportOf(healthyFacts()), plain)).toMatch(
      /\[ok\] Password hash synchronization is configured and alive \(28 of 30 checks\)\.\n$/,
    );
  });

  test('say that a staging server that is meant to be one is one, and never that PHS is alive', () => {
    const facts = goldenServers['staging'] ?? healthyFacts();
    const text = textView(reportOf(facts, { expect: 'staging' }), plain);

    expect(text).toMatch(
      /\[ok\] This is a staging server, as expected; it synchronizes no passwords, and nothing is wrong \(28 of 30 checks\)\.\n$/,
    );
    expect(text).not.toMatch(/configured and alive/);
  });

  test('name what could not be checked', () => {
    const text = textView(reportOf(goldenServers['unreadable'] ?? healthyFacts()), plain);

    expect(text).toMatch(/\[unknown\] Nothing failed, but not everything could be checked: PHS203: /);
  });

  test('name a warning', () => {
    const facts = healthyFacts({
      scheduler: known(scheduler({ syncCycleEnabled: false })),
      entraCredential: known({ identityType: 'ServiceAccount', applicationId: null, certificateManagedBy: null }),
    });

    expect(textView(reportOf(facts), plain)).toMatch(/\[warn\] Nothing failed; look at PHS206: The scheduler is off/);
  });
});

describe('--quiet', () => {
  test.each(Object.entries(goldenServers))('prints one line for the server "%s"', (_name, facts) => {
    const text = textView(reportOf(facts), { ...plain, verbosity: 'quiet' });

    expect(text.split('\n')).toHaveLength(2);
    expect(text).toMatch(/^\[(ok|fail|unknown)\] .+\n$/);
  });
});

describe('an error instead of a result', () => {
  const input = { toolVersion: '0.1.0', command: 'status', startedAt: now, finishedAt: now };
  const error = {
    code: 'E_NO_POWERSHELL',
    message: `No PowerShell ${hostileName}`,
    hint: 'Install it.',
    exitCode: 5,
  } as const;
  const report = buildErrorReport(error, input);

  test('is a sentence and what to do in text', () => {
    expectGolden('text/error.txt', textView(report, plain));
  });

  test('is the same document in JSON', () => {
    expectGolden('json/error.json', jsonView(report, plain));
  });
});

/** The colours of a console by their codes: since Windows Server 2019, and before. */
const consoleColours: Readonly<Record<number, readonly string[]>> = {
  37: ['#cccccc', '#c0c0c0'],
  91: ['#e74856', '#ff0000'],
  92: ['#16c60c', '#00ff00'],
  93: ['#f9f1a5', '#ffff00'],
  96: ['#61d6d6', '#00ffff'],
  97: ['#f2f2f2', '#ffffff'],
};

/** The contrast of two colours (WCAG 2.2, "contrast ratio"). */
function contrast(one: string, other: string): number {
  const luminance = (colour: string): number => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
      const part = parseInt(colour.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const statuses = ['pass', 'fail', 'warn', 'skip', 'unknown'] as const;

describe('the theme', () => {
  const onTerminal = { isTerminal: true, noColor: false, env: {} };

  test('has colours and glyphs on a terminal only', () => {
    expect(chooseTheme(onTerminal)).toBe(terminalTheme);
    expect(chooseTheme({ ...onTerminal, isTerminal: false })).toBe(plainTheme);
  });

  test('is plain with --no-color, NO_COLOR and TERM=dumb', () => {
    expect(chooseTheme({ ...onTerminal, noColor: true })).toBe(plainTheme);
    expect(chooseTheme({ ...onTerminal, env: { NO_COLOR: '1' } })).toBe(plainTheme);
    expect(chooseTheme({ ...onTerminal, env: { NO_COLOR: '' } })).toBe(terminalTheme);
    expect(chooseTheme({ ...onTerminal, env: { TERM: 'dumb' } })).toBe(plainTheme);
  });

  test('has words in colours on the console of Windows, and glyphs on its terminals', () => {
    const windows = { ...onTerminal, env: { OS: 'Windows_NT' } };

    expect(chooseTheme(windows)).toBe(consoleTheme);
    for (const env of [{ WT_SESSION: '1' }, { TERM_PROGRAM: 'vscode' }, { TERM: 'xterm-256color' }]) {
      expect(chooseTheme({ ...windows, env: { ...windows.env, ...env } })).toMatchObject(windowsTheme);
    }
    expect(chooseTheme({ ...windows, noColor: true })).toBe(plainTheme);
    expect(chooseTheme({ ...windows, isTerminal: false })).toBe(plainTheme);
  });

  test('has words in colours in the locale C, and glyphs in all others', () => {
    for (const [env, theme] of [
      [{ LANG: 'C' }, consoleTheme],
      [{ LC_ALL: 'POSIX', LANG: 'de_DE.UTF-8' }, consoleTheme],
      [{ LC_ALL: 'C.UTF-8', LANG: 'C' }, terminalTheme],
      [{ LANG: 'de_DE.UTF-8' }, terminalTheme],
    ] as const) {
      expect(chooseTheme({ ...onTerminal, env })).toBe(theme);
    }
  });

  test('shows nothing but ASCII on the console of Windows', () => {
    const { sign, paint, arrow, rail, separator, bars } = consoleTheme;
    const shown = [arrow, rail, separator, bars.silence, ...bars.activity, bars.problem, paint('bad', 'x')];

    expect([...shown, ...statuses.map(sign)].join('')).toMatch(/^[\u001b -~]+$/);
  });

  test.each([
    ['Windows PowerShell', '#012456'],
    ['the command processor', '#0c0c0c'],
  ])('has colours on Windows that can be read on the background of %s', (_, background) => {
    const roles: readonly Role[] = ['heading', 'good', 'bad', 'caution', 'doubt', 'quiet'];
    const contrastOf = (role: Role): number => {
      const code = Number(/\[(\d+)m/.exec(consoleTheme.paint(role, 'x'))?.[1]);
      return Math.min(
        ...(consoleColours[code === 1 ? 97 : code]?.map((colour) => contrast(colour, background)) ?? [0]),
      );
    };

    // 4.5 is what WCAG wants of text; no red of a console comes up to it on blue.
    expect(roles.filter((role) => contrastOf(role) < (role === 'bad' ? 3.7 : 4.5))).toEqual([]);
  });
});
