import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { startProgress } from '../../src/output/progress.js';
import { fakeContext, type FakeContext } from '../support/fake-context.js';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

function wait(ctx: FakeContext, ms: number): void {
  for (let passed = 0; passed < ms; passed += 250) {
    ctx.advance(250);
    jest.advanceTimersByTime(250);
  }
}

describe('progress on a pipe', () => {
  test('says nothing about what is quick', () => {
    const ctx = fakeContext();
    const progress = startProgress(ctx, false);
    for (const stage of ['one', 'two', 'three', 'four']) {
      progress.stage(stage);
      wait(ctx, 750);
    }
    progress.done();

    expect(ctx.err()).toBe('');
  });

  test('is silent, whatever takes long, so that a file of errors holds errors', () => {
    const ctx = fakeContext();
    const progress = startProgress(ctx, false);
    progress.stage('Starting PowerShell');
    wait(ctx, 3_000);
    progress.stage('Reading events\u001b[2J');
    wait(ctx, 1_500);
    progress.done();

    expect(ctx.err()).toBe('');
  });

  test('is silent when quiet, but notes stay', () => {
    const ctx = fakeContext();
    const progress = startProgress(ctx, true);
    progress.stage('Starting PowerShell');
    wait(ctx, 5_000);
    progress.note('a note');
    progress.done();

    expect(ctx.err()).toBe('a note\n');
  });
});

describe('progress on a terminal', () => {
  test('is one line that is there at once, is redrawn and removed', () => {
    const ctx = fakeContext({ stderrIsTerminal: true });
    const progress = startProgress(ctx, false);
    progress.stage('Starting PowerShell');
    expect(ctx.err()).toBe('\r\u001b[2KStarting PowerShell ...');
    progress.stage('Reading events');
    expect(ctx.err()).not.toContain('Reading');
    wait(ctx, 2_250);
    progress.done();
    progress.done();

    expect(ctx.err()).toContain('\r\u001b[2KReading events ... 2 s');
    expect(ctx.err()).not.toContain('\n');
    expect(ctx.err().endsWith('\r\u001b[2K')).toBe(true);
  });

  test('makes room for a note', () => {
    const ctx = fakeContext({ stderrIsTerminal: true });
    const progress = startProgress(ctx, false);
    progress.stage('Starting');
    wait(ctx, 1_000);
    progress.note('a note');

    expect(ctx.err().endsWith('\r\u001b[2Ka note\n')).toBe(true);
    progress.note(`a note ${'of many words '.repeat(10)}`);
    expect(
      ctx
        .err()
        .split('\n')
        .slice(1)
        .map((line) => line.length),
    ).toEqual([98, 48, 0]);
    progress.done();
  });
});

test('nothing is shown after the end, also if another stage begins', () => {
  const ctx = fakeContext({ stderrIsTerminal: true });
  const progress = startProgress(ctx, false);
  progress.stage('Starting PowerShell');
  progress.done();
  const before = ctx.err();
  progress.stage('Following user 1');
  wait(ctx, 1_000);

  expect(before).toContain('Starting PowerShell');
  expect(ctx.err()).toBe(before);
});
