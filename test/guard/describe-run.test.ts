import { describe, expect, test } from '@jest/globals';
import { newestOfEach } from '../../src/guard/describe-run.js';

const event = (recordId: number, eventId: number): { recordId: number; eventId: number } => ({ recordId, eventId });

describe('the events that are shown of a run', () => {
  test('are the newest of each id, with their number, oldest first: a repeated alarm pushes nothing out', () => {
    const alarms = Array.from({ length: 50 }, (_, index) => event(100 + index, 4190));

    expect(newestOfEach([event(10, 4105), ...alarms, event(5, 4102)])).toEqual([
      { event: event(5, 4102), count: 1 },
      { event: event(10, 4105), count: 1 },
      { event: event(149, 4190), count: 50 },
    ]);
  });

  test('are none where there are none', () => {
    expect(newestOfEach([])).toEqual([]);
  });
});
