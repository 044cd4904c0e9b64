import { describe, expect, test } from '@jest/globals';
import { chooseZone, localTimes } from '../../src/views/local-times.js';

describe('times of a text', () => {
  test('are in the zone, which the first one says', () => {
    const { write } = localTimes('Europe/Berlin');

    expect(write('From 2026-11-22 10:03:00 UTC to 2026-11-22 23:30:00 UTC.')).toBe(
      'From 2026-11-22 11:03:00 UTC+1 to 2026-11-23 00:30:00.',
    );
    expect(write('Again 2026-11-22 10:03:00 UTC')).toBe('Again 2026-11-22 11:03:00');
  });

  test('say the zone again when the clocks were changed between', () => {
    expect(localTimes('Europe/Berlin').write('2026-10-25 01:30:00 UTC, 2026-10-25 00:30:00 UTC')).toBe(
      '2026-10-25 02:30:00 UTC+1, 2026-10-25 02:30:00 UTC+2',
    );
  });

  test.each([
    ['America/St_Johns', '2026-11-22 06:33:00 UTC-3:30'],
    ['Asia/Kathmandu', '2026-11-22 15:48:00 UTC+5:45'],
    ['Europe/London', '2026-11-22 10:03:00 UTC'],
    ['UTC', '2026-11-22 10:03:00 UTC'],
  ])('of the zone %s are %s', (zone, text) => {
    const { write, margin } = localTimes(zone);

    expect(write('2026-11-22 10:03:00 UTC')).toBe(text);
    expect(text.length).toBeLessThanOrEqual('2026-11-22 10:03:00 UTC'.length + margin);
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
