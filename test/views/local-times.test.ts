import { describe, expect, test } from '@jest/globals';
import { displayWidth } from '../../src/views/layout.js';
import { chooseZone, localTimes } from '../../src/views/local-times.js';
import { textView } from '../../src/views/text.js';
import { terminalTheme } from '../../src/views/theme.js';
import { goldenDiagnoses, goldenServers, reportOf } from '../support/reports.js';

const reports = [
  ...Object.entries(goldenServers).map(([name, facts]) => [name, reportOf(facts)] as const),
  ...Object.entries(goldenDiagnoses).map(([name, make]) => [name, make()] as const),
];

describe('times of a text', () => {
  const { write } = localTimes('Europe/Berlin');

  test('are in the zone, and each says which', () => {
    expect(write('From 2026-11-22 10:03:00 UTC to 2026-11-22 23:30:00 UTC.')).toBe(
      'From 2026-11-22 11:03:00 +01 to 2026-11-23 00:30:00 +01.',
    );
  });

  test('say so when the clocks were changed between', () => {
    expect(write('2026-10-25 01:30:00 UTC, 2026-10-25 00:30:00 UTC')).toBe(
      '2026-10-25 02:30:00 +01, 2026-10-25 02:30:00 +02',
    );
  });

  test('are so at the beginning of a coloured line, too', () => {
    expect(write('\u001b[31m2026-11-22 10:03:00 UTC\u001b[0m')).toBe('\u001b[31m2026-11-22 11:03:00 +01\u001b[0m');
  });

  test('that were written are not written again', () => {
    const once = write('2026-11-22 10:03:00 UTC');

    expect(write(once)).toBe(once);
  });

  test.each(reports)(
    'of the report "%s" are all in the zone on a terminal, in lines as wide as it',
    (_name, report) => {
      for (const columns of [60, 80, 200]) {
        const view = textView(report, { theme: terminalTheme, verbosity: 'verbose', columns });
        const local = write(view);
        const widths = (text: string): readonly number[] => text.split('\n').map((line) => displayWidth(line));

        expect(local).not.toMatch(/\d UTC/);
        expect(local.match(/:\d\d \+0[12]\b/g)).toHaveLength(view.match(/:\d\d UTC\b/g)?.length ?? 0);
        expect(widths(local)).toEqual(widths(view));
      }
    },
  );

  test.each([
    ['America/St_Johns', '2026-11-22 06:33:00 -03:30'],
    ['Asia/Kathmandu', '2026-11-22 15:48:00 +05:45'],
    ['Europe/London', '2026-11-22 10:03:00 UTC'],
    ['UTC', '2026-11-22 10:03:00 UTC'],
  ])('of the zone %s are %s', (zone, text) => {
    const local = localTimes(zone);

    expect(local.write('2026-11-22 10:03:00 UTC')).toBe(text);
    expect(text.length).toBeLessThanOrEqual('2026-11-22 10:03:00 UTC'.length + local.margin / 2);
  });

  test('in UTC all say so', () => {
    const text = '2026-11-22 10:03:00 UTC, 2026-11-22 10:04:00 UTC';

    expect(localTimes('UTC').write(text)).toBe(text);
  });

  test('that cannot be are left as a server wrote them', () => {
    expect(localTimes('Europe/Berlin').write('2026-13-45 99:99:99 UTC')).toBe('2026-13-45 99:99:99 UTC');
  });
});

describe('the zone', () => {
  test('is the one that TZ names, or UTC when asked for', () => {
    expect(chooseZone({ utc: false, env: { TZ: 'Asia/Tokyo' } })).toBe('Asia/Tokyo');
    expect(chooseZone({ utc: true, env: { TZ: 'Asia/Tokyo' } })).toBe('UTC');
  });

  test('is that of the machine when TZ names none that is known', () => {
    for (const TZ of ['', 'MEZ-1:00 nonsense']) {
      expect(chooseZone({ utc: false, env: { TZ } })).toBe(chooseZone({ utc: false, env: {} }));
    }
  });
});
