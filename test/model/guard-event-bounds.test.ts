import { describe, expect, test } from '@jest/globals';
import { boundEvents, eventRowLimits, nothingLeftOut } from '../../src/model/guard-event-bounds.js';

const { permissions, permissionsOfPair, others } = eventRowLimits;

interface Row {
  readonly recordId: number;
  readonly message: string;
  readonly authentic: 'yes' | 'no' | 'unknown';
}

function permission(recordId: number, pair: string, authentic: Row['authentic'] = 'no'): Row {
  return { recordId, message: `Now.\nphs-guard/1 OFF_INTENT pair ${pair.padStart(64, '0')} epoch 1`, authentic };
}

const other = (recordId: number): Row => ({ recordId, message: 'x', authentic: 'no' });
const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
const bound = (rows: readonly Row[]): ReturnType<typeof boundEvents<Row>> => boundEvents(rows, nothingLeftOut);

describe('a flood of events', () => {
  test('that is none is left as it is', () => {
    const rows = [permission(2, 'a'), other(1), permission(3, 'b', 'yes')];

    expect(bound(rows)).toEqual({ events: rows, leftOut: nothingLeftOut });
  });

  test('of one pair keeps the newest permissions, and counts the others', () => {
    const { events, leftOut } = bound(numbers(20_000).map((record) => permission(record, 'a')));

    expect(events.map(({ recordId }) => recordId)).toEqual(
      numbers(20_000).filter((record) => record > 20_000 - permissionsOfPair),
    );
    const left = 20_000 - permissionsOfPair;
    expect(leftOut).toEqual({ count: left, newest: left, newestPermission: left });
  });

  test('of many pairs, and of nonsense, keeps so many of each sort', () => {
    const rows = numbers(5000).flatMap((record) => [permission(record, record.toString(16)), other(record + 5000)]);
    const { events, leftOut } = bound(rows);

    expect(events.filter(({ message }) => message === 'x')).toHaveLength(others);
    expect(events.filter(({ message }) => message !== 'x')).toHaveLength(permissions);
    expect(leftOut).toEqual({
      count: 10_000 - permissions - others,
      newest: 10_000 - others,
      newestPermission: 5000 - permissions,
    });
  });

  test('of nonsense pushes no permission out, and nothing pushes out an authentic event', () => {
    const flood = numbers(9000).flatMap((record) => [other(record + 10), permission(record + 10, 'c')]);
    const own = [permission(1, 'a', 'yes'), permission(2, 'b'), permission(3, 'b', 'unknown')];

    expect(bound([...own, ...flood]).events.slice(0, 3)).toEqual(own);
  });

  test('adds to what the script left out', () => {
    const before = { count: 7, newest: 99_999, newestPermission: 5 };

    expect(boundEvents(numbers(others + 1).map(other), before).leftOut).toEqual({ ...before, count: 8 });
  });
});
