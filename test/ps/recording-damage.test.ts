import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { EnvironmentError } from '../../src/base/errors.js';
import { ReplaySession } from '../../src/ps/replay.js';
import { recordingLimits } from '../../src/ps/recording-bytes.js';
import { getPhsScheduler } from '../../src/scripts/get-phs-scheduler.js';
import { getPhsRule } from '../../src/scripts/get-phs-rule.js';
import { unpackRecording } from '../support/unpack-recording.js';

const folder = mkdtempSync(join(tmpdir(), 'phs-damage-'));
/** Windows removes no folder with a file that is open. */
const sessions: ReplaySession[] = [];
afterAll(async () => {
  await Promise.all(sessions.map((session) => session.close()));
  rmSync(folder, { recursive: true, force: true });
});

const sound = unpackRecording('staging');
const lines = sound.trimEnd().split('\n');
const [header = ''] = lines;
const rest = lines.slice(1);

/** What opening says: the code of its error and the sentence, or the outcome of the recording. */
function opened(text: string | Buffer, limits = recordingLimits): string {
  const path = join(folder, 'bytes.ndjson');
  try {
    if (typeof text === 'string') {
      return ReplaySession.fromText(text, limits).end.outcome;
    }
    writeFileSync(path, text);
    const session = ReplaySession.open(path, limits);
    sessions.push(session);
    return session.end.outcome;
  } catch (error) {
    return error instanceof EnvironmentError ? `${error.code} ${error.message}` : `untyped ${String(error)}`;
  }
}

function without(index: number): string {
  return `${lines.filter((_, at) => at !== index).join('\n')}\n`;
}

const rowsAt = lines.findIndex((line) => line.startsWith('{"type":"rows"'));
const nested = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;

describe('a damaged recording', () => {
  test.each([
    ['nothing', '', /^E_RECORDING Line 1 .* is not there/],
    ['no JSON', 'nonsense\n', /^E_RECORDING Line 1 .* is not JSON/],
    ['other JSON', '{"a":1}\n', /^E_RECORDING Line 1 .* is not its header/],
    [
      'a later format',
      `${header.replace('recording/2', 'recording/9')}\n`,
      /^E_RECORDING Line 1 .*phs-recording\/9.*phs-recording\/2/,
    ],
    [
      'an earlier format',
      `${header.replace('recording/2', 'recording/1')}\n`,
      /^E_RECORDING Line 1 .*phs-recording\/1/,
    ],
    [
      'a header without its time',
      `${header.replace(/"recordedAt":"[^"]*",/, '')}\n`,
      /^E_RECORDING Line 1 .*"recordedAt"/,
    ],
    ['an unknown line', `${header}\n{"type":"other"}\n`, /^E_RECORDING Line 2 .* unexpected form/],
    ['a line that is no object', `${header}\n[]\n`, /^E_RECORDING Line 2 .* unexpected form/],
    ['a page that is missing', without(rowsAt), /^E_RECORDING Line \d+ .* but 0 are there/],
    ['an answer that is missing', without(rowsAt + 1), /^E_RECORDING Line \d+ .*are there/],
    ['a line after the end', `${sound}${lines.at(-1) ?? ''}\n`, /^E_RECORDING Line \d+ .* after its end/],
    ['a second header', `${header}\n${sound}`, /^E_RECORDING Line 2 .* unexpected form/],
    [
      'a nested argument',
      `${header}\n{"type":"failure","request":1,"operation":"x","arguments":{"a":${nested}},"rowCount":0,"code":"","message":"","hint":null}\n`,
      /^E_RECORDING Line 2 of the recording has values that are nested more than 100 deep\./,
    ],
    [
      'a prototype as argument',
      `${header}\n{"type":"failure","request":1,"operation":"__proto__","arguments":{"__proto__":{"a":1}},"rowCount":0,"code":"","message":"","hint":null}\n`,
      /^(?:E_RECORDING Line 2|cut-off)/,
    ],
  ])('%s is told with its line', (_, text, expected) => {
    expect(opened(text)).toMatch(expected);
    expect(Object.hasOwn(Object.prototype, 'a')).toBe(false);
  });

  test('that is cut off anywhere behind its header is as good as its whole lines, and says that its end is missing', () => {
    fc.assert(
      fc.property(fc.integer({ min: header.length + 1, max: sound.length - 1 }), (at) => {
        const cut = sound.slice(0, at);
        const whole = cut.split('\n').length - 1;
        expect(ReplaySession.fromText(cut).end).toMatchObject({
          outcome: 'cut-off',
          lines: whole,
          endsInLine: !cut.endsWith('\n'),
        });
      }),
      { numRuns: 60 },
    );
  });

  test.each(['\n', '\r\n'])(
    'that is cut off is no worse for a line end that was added to its half line: %j',
    (lineEnd) => {
      fc.assert(
        fc.property(fc.integer({ min: header.length + 2, max: sound.length - 2 }), (at) => {
          const half = sound.slice(0, at);
          fc.pre(half.at(-1) !== '}' || sound[at] !== '\n');
          expect(ReplaySession.fromText(`${half}${lineEnd}`).end).toEqual({
            ...ReplaySession.fromText(half).end,
            endsInLine: true,
          });
        }),
        { numRuns: 60 },
      );
    },
  );

  test('with half a line in the middle stays an error, and so does a damaged last line that is not half', () => {
    const place = sound.indexOf('\n', header.length + 1) - 20;
    const middle = `${sound.slice(0, place)}${sound.slice(place + 20)}`;

    expect(opened(middle)).toMatch(/^E_RECORDING Line 2 .* is not JSON/);
    expect(opened(`${sound.slice(0, place)}\n{"type"`)).toMatch(/^E_RECORDING Line 2 .* is not JSON/);
    expect(opened(`${header}\n{"type":"session",]}\n`)).toMatch(/^E_RECORDING Line 2 .* is not JSON/);
    expect(opened(`${header}\n{"type":"session",\n`)).toMatch(/^cut-off/);
  });

  test('that is cut off in a character is cut off, with a line end or without; the same in the middle is not text', () => {
    const half = Buffer.from(`${header}\n{"type":"no-session","code":"\u00fc`).subarray(0, -1);
    const followedBy = (text: string): string => opened(Buffer.concat([half, Buffer.from(text)]));

    for (const lineEnd of ['', '\n', '\r\n']) {
      expect(followedBy(lineEnd)).toBe('cut-off');
    }
    expect(followedBy(`\n${sound.slice(header.length + 1)}`)).toMatch(/^E_RECORDING Line 2 .* is not UTF-8/);
  });

  test('that is cut off in its header is told as that', () => {
    expect(opened(header.slice(0, -1))).toMatch(/^E_RECORDING Line 1 .* is cut off/);
    expect(opened(header)).toMatch(/^E_RECORDING Line 1 .* is cut off/);
  });

  test('with half a line after its end is not taken for one that is cut off', () => {
    expect(opened(`${sound}{"type":`)).toMatch(/^E_RECORDING Line \d+ .* after its end/);
    expect(ReplaySession.fromText(sound).end).toMatchObject({
      outcome: 'completed',
      lines: lines.length,
      endsInLine: false,
    });
  });

  test('with any character changed is read, or is told as E_RECORDING; nothing else happens', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: sound.length - 2 }),
        fc.constantFrom('x', '"', '{', '\\', '\n', '\u0000', '9'),
        (at, by) => {
          expect(opened(sound.slice(0, at) + by + sound.slice(at + 1))).toMatch(
            /^(?:E_RECORDING Line \d+|completed|failed|cut-off)/,
          );
        },
      ),
      { numRuns: 100 },
    );
  });

  test('that is gigantic is told before it is read to its end', () => {
    expect(opened(`${header}\n"${'x'.repeat(300)}"\n`, { ...recordingLimits, lineBytes: 200 })).toMatch(
      /^E_RECORDING Line 2 .* longer than/,
    );
    expect(
      opened(`${header}\n${'x\n'.repeat(30)}`.replaceAll('x', rest[0] ?? ''), { ...recordingLimits, lines: 10 }),
    ).toMatch(/^E_RECORDING Line 11 .* one too many/);
  });
});

describe('a file', () => {
  const write = (name: string, content: string | Buffer): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  const refusal = (path: string, limits = recordingLimits): unknown => {
    try {
      ReplaySession.open(path, limits);
      return undefined;
    } catch (error) {
      return error;
    }
  };

  test('packed with gzip, with a byte order mark or with CRLF is read as well', async () => {
    for (const content of [gzipSync(sound), `\uFEFF${sound}`, sound.replaceAll('\n', '\r\n')]) {
      const session = ReplaySession.open(write('sound', content));
      expect(session.end.outcome).toBe('completed');
      await session.close();
    }
  });

  test.each([
    ['a folder', () => folder, 'E_FILE'],
    ['nothing', () => join(folder, 'missing'), 'E_FILE'],
    [
      'a gzip that is cut off in its first line',
      () => write('short.gz', gzipSync(sound).subarray(0, 60)),
      'E_RECORDING',
    ],
    ['a gzip with other bytes in it', () => write('bad.gz', gzipSync(sound).fill(0x55, 300, 340)), 'E_RECORDING'],
    ['UTF-16', () => write('utf16', Buffer.from(sound, 'utf16le')), 'E_RECORDING'],
    ['other bytes', () => write('bytes', Buffer.from([0x7b, 0xff, 0xfe, 0x0a])), 'E_RECORDING'],
  ])('that is %s is refused', (_, path, code) => {
    expect(refusal(path())).toMatchObject({ code, exitCode: 5 });
  });

  test('that unpacks to more than memory should hold is refused, with what to do', () => {
    const bomb = write('bomb.gz', gzipSync(Buffer.alloc(1_000_000)));
    expect(refusal(bomb, { ...recordingLimits, unpackedBytes: 100_000 })).toMatchObject({
      code: 'E_RECORDING',
      hint: 'Unpack it: gzip -d FILE.',
    });
  });

  test('that is packed and as large as that already is refused before it is read', () => {
    const garbage = (bytes: number): string =>
      write('garbage.gz', Buffer.concat([Buffer.from([0x1f, 0x8b]), Buffer.alloc(bytes - 2)]));
    const limits = { ...recordingLimits, unpackedBytes: 1024 * 1024 };

    expect(refusal(garbage(1024 * 1024 + 1), limits)).toMatchObject({
      message: expect.stringContaining('unpacks to more than 1 MiB'),
      hint: 'Unpack it: gzip -d FILE.',
    });
    expect(refusal(garbage(1024 * 1024), limits)).toMatchObject({ message: expect.stringContaining('is damaged') });
  });
});

test('a row of an unexpected form spoils its own part only, and names its line', async () => {
  const broken = sound.replace('"syncCycleEnabled":true', '"syncCycleEnabled":"perhaps"');
  expect(broken).not.toBe(sound);
  const session = ReplaySession.fromText(broken);
  await expect(session.run(getPhsScheduler, {})).rejects.toMatchObject({
    code: 'E_SCHEMA',
    message: expect.stringMatching(/^Line \d+ of the recording has a row of an unexpected form at "syncCycleEnabled"/),
  });
  await expect(session.run(getPhsRule, {})).resolves.toMatchObject({ state: 'completed' });
});

describe('the time of a recording', () => {
  const day = 86_400_000;
  const timed = (recordedAt: number, startedAt = recordedAt, simulated = false): string =>
    opened(
      `${[
        JSON.stringify({
          ...(JSON.parse(header) as Record<string, unknown>),
          recordedAt: new Date(recordedAt).toISOString(),
          startedAt: new Date(startedAt).toISOString(),
          simulated,
        }),
        ...rest,
      ].join('\n')}\n`,
    );

  test('is refused when it cannot be', () => {
    expect(timed(Date.UTC(1601, 0, 1))).toMatch(/^E_RECORDING Line 1 .*1601-01-01T.* is before the year 2000/);
    expect(timed(Date.UTC(1999, 11, 31), Date.UTC(1999, 11, 31), true)).toMatch(/before the year 2000/);
    expect(timed(Date.now() + 3 * day)).toMatch(/^E_RECORDING Line 1 .* is in the future/);
    expect(timed(Date.UTC(9999, 0, 1), Date.UTC(2026, 0, 1))).toMatch(/is in the future/);
    expect(timed(Date.UTC(2026, 0, 1), Date.UTC(2026, 0, 2))).toMatch(
      /^E_RECORDING Line 1 .* is before the start of its own run, 2026-01-02T/,
    );
  });

  test('may be any other one, and a clock may be two days ahead', () => {
    expect(timed(Date.UTC(2000, 0, 1))).toBe('completed');
    expect(timed(Date.now() + day)).toBe('completed');
    expect(timed(Date.UTC(2026, 0, 2), Date.UTC(2026, 0, 1))).toBe('completed');
    // The clock of a simulated server stands; that of the run that records it goes.
    expect(timed(Date.UTC(2026, 0, 1), Date.UTC(2026, 0, 2), true)).toBe('completed');
  });
});
