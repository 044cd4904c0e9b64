import { describe, expect, test } from '@jest/globals';
import { objectLineSchema, objectReportSchema, type ServerCause } from '../../src/model/object-report.js';
import { createJsonObjectView, ndjsonObjectView } from '../../src/views/object-json.js';
import { createTextObjectView, drawPath } from '../../src/views/object-text.js';
import { plainTheme, terminalTheme } from '../../src/views/theme.js';
import type { Verbosity } from '../../src/views/view.js';
import { expectGolden } from '../support/golden.js';
import { goldenObjects, hostileText, printed, resultOf, tailOf } from '../support/object-results.js';

const unsafeExceptLineFeed = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const ownColours = /\u001b\[\d+m/g;
const staging: ServerCause = {
  status: 'fail',
  check: 'PHS204',
  title: 'The server is not in staging mode',
  message: 'The server is in staging mode; it synchronizes no passwords.',
};

function text(name: string, verbosity: Verbosity, terminal = false): string {
  const results = goldenObjects[name] ?? [];
  const view = createTextObjectView({
    theme: terminal ? terminalTheme : plainTheme,
    ...(terminal ? { columns: 100 } : {}),
    verbosity,
    single: results.length === 1,
  });
  return printed(view, results);
}

describe('the picture of the way', () => {
  test('is drawn with glyphs on a terminal and in plain ASCII elsewhere', () => {
    const way = { source: 'pass', target: 'fail', password: 'skip' } as const;
    const coloured = drawPath(way, terminalTheme);

    expect(coloured.replace(ownColours, '')).toBe('AD ──√── metaverse ──×── Entra · password –');
    expect(coloured).not.toBe(coloured.replace(ownColours, ''));
    expect(drawPath(way, plainTheme)).toBe('AD --[ok]-- metaverse --[fail]-- Entra - password [skip]');
    expect(drawPath(way, plainTheme)).toMatch(/^[\x20-\x7e]+$/);
  });
});

describe('text of objects', () => {
  test.each(Object.keys(goldenObjects))('%s', (name) => {
    for (const verbosity of ['normal', 'verbose', 'quiet'] as const) {
      expectGolden(`objects/${name}.${verbosity}.txt`, text(name, verbosity));
    }
    expectGolden(`objects/${name}.terminal.txt`, text(name, 'normal', true));
  });

  test('lets no unsafe character through, and no line of another', () => {
    const shown = text('hostile', 'verbose');

    expect(text('hostile', 'verbose', true).replace(ownColours, '')).not.toMatch(unsafeExceptLineFeed);
    expect(shown).not.toMatch(unsafeExceptLineFeed);
    expect(shown.split('\n').filter((line) => /^\s*\[ok\] fake/.test(line))).toEqual([]);
  });

  test('says when the server is the cause, not the object', () => {
    const view = createTextObjectView({ theme: plainTheme, verbosity: 'normal', single: true });
    const shown = printed(view, [resultOf({}, { serverCauses: [staging] })], [staging]);

    expect(shown).toContain('[fail] Its way is not the cause, the server is: PHS204');
    expect(shown).toContain('Next step: Run phs-tool status');
  });

  test('says when the server could not be checked, and when the connector is silent', () => {
    const view = createTextObjectView({ theme: plainTheme, verbosity: 'normal', single: true });
    const unread: ServerCause = { ...staging, status: 'unknown' };
    const silence: ServerCause = { ...staging, check: 'PHS301', subject: 'contoso.com', status: 'warn' };
    const elsewhere: ServerCause = { ...silence, subject: 'fabrikam.com' };
    const shownUnread = printed(view, [resultOf({}, { serverCauses: [unread] })], [unread]);
    const shownSilent = printed(view, [resultOf({}, { serverCauses: [silence] })], [silence]);

    expect(shownUnread).toContain('but the server could not be checked: PHS204');
    expect(shownUnread).toContain('Next step: Run phs-tool status');
    expect(shownSilent).toContain('[warn] Nothing on its way is broken, but its connector looks silent: PHS301');
    expect(shownSilent).toContain('Next step: Run phs-tool diagnose');
    expect(printed(view, [resultOf({}, { serverCauses: [elsewhere] })], [elsewhere])).not.toContain('PHS301');
  });

  test('says that no object was named', () => {
    const view = createTextObjectView({ theme: plainTheme, verbosity: 'quiet', single: false });

    expect(view.tail(tailOf([]))).toBe('[ok] No object was named.\n');
  });
});

describe('JSON of objects', () => {
  test.each(Object.keys(goldenObjects))('%s is one document that fits the schema', (name) => {
    const results = goldenObjects[name] ?? [];
    const document = printed(createJsonObjectView(), results);

    expect(objectReportSchema.parse(JSON.parse(document)).objects).toEqual(JSON.parse(JSON.stringify(results)));
    expect(document).not.toMatch(unsafeExceptLineFeed);
  });

  test('is a document without objects, too', () => {
    expect(objectReportSchema.parse(JSON.parse(printed(createJsonObjectView(), []))).objects).toEqual([]);
  });

  test.each(Object.keys(goldenObjects))('%s is one value a line that fits the schema', (name) => {
    const results = goldenObjects[name] ?? [];
    const lines = printed(ndjsonObjectView, results).trimEnd().split('\n');
    const parsed = lines.map((line) => objectLineSchema.parse(JSON.parse(line)));

    expect(parsed.map(({ type }) => type)).toEqual(['head', ...results.map(() => 'object'), 'summary']);
    expect(lines.join('\n')).not.toMatch(unsafeExceptLineFeed);
  });

  test('keeps hostile text as it was', () => {
    const { objects } = objectReportSchema.parse(
      JSON.parse(printed(createJsonObjectView(), goldenObjects['hostile'] ?? [])),
    );

    expect(objects[0]?.given.text).toBe(hostileText);
  });
});

describe('the summary', () => {
  test('counts by cause, the most frequent first, with a few examples', () => {
    const results = goldenObjects['several'] ?? [];
    const { summary } = tailOf(results);

    expect(summary).toMatchObject({
      status: 'fail',
      exitCode: 3,
      counts: { objects: 6, pass: 1, warn: 0, fail: 4, unknown: 1 },
    });
    expect(summary.causes.map(({ check, count, status }) => [check, count, status])).toEqual([
      ['PHS503', 2, 'fail'],
      ['PHS501', 1, 'fail'],
      ['PHS506', 1, 'fail'],
      ['PHS511', 1, 'unknown'],
    ]);
    expect(summary.causes[0]?.examples[0]).toMatch(/^line 2: CN=Anna/);
  });

  test('exits with the worst object: 0, 4, then 3', () => {
    const [fine] = goldenObjects['one-in-order'] ?? [];
    const [unknown] = goldenObjects['one-unknown'] ?? [];
    const [broken] = goldenObjects['one-broken'] ?? [];
    const code = (...results: (typeof fine)[]): number =>
      tailOf(results.flatMap((result) => (result === undefined ? [] : [result]))).summary.exitCode;

    expect([code(fine), code(fine, unknown), code(fine, unknown, broken)]).toEqual([0, 4, 3]);
  });

  test('keeps five examples of a cause, however many there are', () => {
    const many = Array.from({ length: 50 }, (_, index) => ({
      ...resultOf({ log: { known: true, value: [{ status: 'Error', at: null, details: null }] } }),
      index,
    }));

    expect(tailOf(many).summary.causes[0]).toMatchObject({ check: 'PHS511', count: 50 });
    expect(tailOf(many).summary.causes[0]?.examples).toHaveLength(5);
  });
});
