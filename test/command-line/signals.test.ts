import { describe, expect, test } from '@jest/globals';
import { listenToSignals, type SignalDoor } from '../../src/command-line/signals.js';

interface Pressed {
  readonly door: SignalDoor;
  readonly press: (name: NodeJS.Signals, atMs: number) => void;
  readonly exits: () => number;
}

function listening(): Pressed {
  const listeners = new Map<string, () => void>();
  let now = 0;
  let exits = 0;
  const door = listenToSignals({
    on: (name, listener) => listeners.set(name, listener),
    nowMs: () => now,
    exit: () => {
      exits += 1;
    },
  });
  const press = (name: NodeJS.Signals, atMs: number): void => {
    now = atMs;
    listeners.get(name)?.();
  };
  return { door, press, exits: () => exits };
}

describe('signals', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s interrupts first, and ends at once the second time',
    (name) => {
      const { door, press, exits } = listening();
      expect(door.interrupted.aborted).toBe(false);
      press(name, 0);
      expect(door.interrupted.aborted).toBe(true);
      expect(exits()).toBe(0);
      press(name, 300);
      expect(exits()).toBe(1);
    },
  );

  test('one Ctrl+C that npm passes on as well is one; another signal is a second one at any time', () => {
    const { press, exits } = listening();
    press('SIGINT', 0);
    press('SIGINT', 3);
    expect(exits()).toBe(0);
    press('SIGTERM', 5);
    expect(exits()).toBe(1);
  });

  test('the first one ends at once when there is nothing left to end in order', () => {
    const { door, press, exits } = listening();
    door.finish();
    press('SIGTERM', 0);
    expect(exits()).toBe(1);
  });
});
