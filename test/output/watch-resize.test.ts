import { describe, expect, test } from '@jest/globals';
import { known } from '../../src/model/fact.js';
import { takeWatchReading } from '../../src/model/watch-changes.js';
import { screenOutput, type WatchOutput } from '../../src/output/watch-output.js';
import { displayWidth } from '../../src/views/layout.js';
import { eventSummary, ids, state, tally, twoForestFacts } from '../support/facts.js';
import { fakeContext } from '../support/fake-context.js';
import { reportOf } from '../support/reports.js';

const at = '2026-11-22T12:00:00.000Z';
const escapes = new RegExp(`${String.fromCharCode(27)}\\[[?0-9;]*[A-Za-z]`, 'g');

interface Window {
  readonly output: WatchOutput;
  /** The lines that stand in the window now. */
  readonly screen: () => readonly string[];
  readonly frames: () => number;
  readonly resize: (columns: number, rows: number) => void;
  readonly listeners: () => number;
}

/** A watch in a window whose size the test changes. */
function openWindow(columns: number, rows: number): Window {
  const { io } = fakeContext({ stdoutIsTerminal: true });
  const size = { columns, rows };
  const listeners = new Set<() => void>();
  const frames: string[] = [];
  const own = {
    ...io,
    get columns() {
      return size.columns;
    },
    get rows() {
      return size.rows;
    },
    stdout: (text: string) => frames.push(text),
    onResize: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const request = { intervalMs: 60_000, noColor: true, utc: true, verbosity: 'normal' } as const;
  const output = screenOutput({ io: own, env: { TERM: 'xterm' } }, request);
  return {
    output,
    screen: () => (frames.at(-1) ?? '').replace(escapes, '').split('\r\n'),
    frames: () => frames.length,
    resize: (newColumns, newRows) => {
      Object.assign(size, { columns: newColumns, rows: newRows });
      listeners.forEach((listener) => {
        listener();
      });
    },
    listeners: () => listeners.size,
  };
}

const facts = twoForestFacts({
  events: known(eventSummary({ [ids.contoso]: [tally(654, 12)] })),
  partitionStates: known([state()]),
});
const reading = takeWatchReading(reportOf(facts), facts, undefined);

describe('a watch whose window has another size', () => {
  test('is drawn again at once, not at the next look, and shows more in a larger window', () => {
    const { output, screen, frames, resize } = openWindow(80, 25);
    output.look(reading, undefined, at);
    expect(screen().join('\n')).not.toContain('Other signs of life');

    resize(120, 100);

    expect(frames()).toBe(2);
    expect(screen().join('\n')).toContain('Other signs of life');
  });

  test('has no line that is wider than a narrower window', () => {
    const { output, screen, resize } = openWindow(120, 25);
    output.look(reading, undefined, at);
    resize(60, 25);

    expect(screen().filter((line) => displayWidth(line) > 60)).toEqual([]);
  });

  test('says in a short window that a larger one shows more, and says it in no window that shows all', () => {
    const { output, screen, resize } = openWindow(80, 25);
    output.look(reading, undefined, at);
    expect(screen().at(-1)).toMatch(/Ctrl\+C ends.*a larger window shows more$/);
    resize(60, 25);
    expect(screen().at(-1)).toMatch(/larger window: more$/);

    resize(80, 100);

    expect(screen().at(-1)).toMatch(/Ctrl\+C ends$/);
  });

  test('draws nothing before the first look, and nothing more after its end', () => {
    const { output, frames, resize, listeners } = openWindow(80, 25);
    resize(120, 60);
    expect(frames()).toBe(0);
    output.look(reading, undefined, at);
    expect(listeners()).toBe(1);
    output.end();
    const before = frames();
    resize(80, 25);

    expect(listeners()).toBe(0);
    expect(frames()).toBe(before);
  });
});
