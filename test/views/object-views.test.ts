import { describe, expect, test } from '@jest/globals';
import {
  objectLineSchema,
  objectReportSchema,
  type ObjectReport,
  type ObjectResult,
  type ServerCause,
} from '../../src/model/object-report.js';
import { createJsonObjectView, ndjsonObjectView } from '../../src/views/object-json.js';
import { createObjectDocument } from '../../src/views/object-document.js';
import { createTextObjectView, drawPath } from '../../src/views/object-text.js';
import { known, unknown } from '../../src/model/fact.js';
import { plainTheme, terminalTheme } from '../../src/views/theme.js';
import type { Verbosity } from '../../src/views/view.js';
import { expectGolden } from '../support/golden.js';
import { logEntry, sourceObject } from '../support/trace.js';
import { goldenObjects, head, hostileText, printed, resultOf, tailOf } from '../support/object-results.js';

const unsafeExceptLineFeed = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const ownColours = /\u001b\[\d+m/g;
const staging: ServerCause = {
  status: 'fail',
  check: 'PHS204',
  title: 'The server is not in staging mode',
  message: 'The server is in staging mode; it synchronizes no passwords.',
  effect: 'stops',
  remedy: { text: 'Leave staging mode.', commands: [] },
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

  const view = createTextObjectView({ theme: plainTheme, verbosity: 'normal', single: true });
  const shownWith = (cause: ServerCause): string => printed(view, [resultOf({}, { serverCauses: [cause] })]);

  test('says what becomes of the next password when the server is the cause, and what to do', () => {
    const shown = shownWith(staging);

    expect(shown).toContain(
      '[fail] CN=Anna Adams: The password of 2026-11-20 is synchronized; a new one would not be: the server is in staging mode; it synchronizes no passwords (PHS204).\n',
    );
    expect(shown).toContain('Next step: Leave staging mode.');
  });

  test('says when the server could not be checked, and what is not certain', () => {
    expect(shownWith({ ...staging, status: 'unknown', effect: 'hides' })).toContain(
      '[unknown] CN=Anna Adams: The password of 2026-11-20 is synchronized; whether a new one would be could not be checked: the server',
    );
    expect(shownWith({ ...staging, status: 'warn', effect: 'doubts' })).toContain(
      '[warn] CN=Anna Adams: The password of 2026-11-20 is synchronized; a new one might not be, or not soon: the server',
    );
    expect(shownWith({ ...staging, status: 'warn', effect: 'later' })).toContain(
      '[warn] CN=Anna Adams: The password of 2026-11-20 is synchronized, and a new one would be, but only for now: the server',
    );
  });

  test('gives the answer for a user in order, one alone and among many', () => {
    const answer =
      'The password is synchronized: changed at 2026-11-20 10:15:00 UTC, synchronized at 2026-11-22 09:15:00 UTC.';
    const many = createTextObjectView({ theme: plainTheme, verbosity: 'normal', single: false });

    expect(printed(view, [resultOf()])).toContain(`[ok] CN=Anna Adams: ${answer}\n`);
    expect(printed(many, [resultOf(), resultOf({}, { index: 2, serverCauses: [staging] })])).toMatch(
      /password \[ok\]\n    The password of 2026-11-20 is synchronized; a new one would not be: the server[^]*contoso\.com\n    The password is synchronized: changed at/,
    );
  });

  test('says that no user was named', () => {
    const view = createTextObjectView({ theme: plainTheme, verbosity: 'quiet', single: false });

    expect(view.tail(tailOf([]))).toBe('[ok] No user was named.\n');
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

  test('is kept as one document where nothing is printed, complete after its end', () => {
    const results = goldenObjects['hostile'] ?? [];
    const documents: ObjectReport[] = [];
    const view = createObjectDocument((document) => documents.push(document));

    expect([view.head(head), ...results.map(view.object)].join('')).toBe('');
    expect(documents).toEqual([]);
    expect(view.tail(tailOf(results))).toBe('');
    expect(documents).toEqual([{ ...head, objects: results, ...tailOf(results) }]);
  });

  test('keeps hostile text as it was', () => {
    const { objects } = objectReportSchema.parse(
      JSON.parse(printed(createJsonObjectView(), goldenObjects['hostile'] ?? [])),
    );

    expect(objects[0]?.given.text).toBe(hostileText);
  });
});

describe('the summary', () => {
  test('counts by cause, the most frequent first and wrong names last, with a few examples', () => {
    const results = goldenObjects['several'] ?? [];
    const { summary } = tailOf(results);

    expect(summary).toMatchObject({
      status: 'fail',
      exitCode: 3,
      counts: { objects: 6, pass: 1, warn: 0, fail: 4, unknown: 1 },
    });
    expect(summary.causes.map(({ check, count, status }) => [check, count, status])).toEqual([
      ['PHS503', 2, 'fail'],
      ['PHS506', 1, 'fail'],
      ['PHS501', 1, 'fail'],
      ['PHS511', 1, 'unknown'],
    ]);
    expect(summary.causes[0]?.examples[0]).toMatch(/^line 2: CN=Anna/);
  });

  test('tells causes of one check apart by what the server says, and not by times, names and details', () => {
    const failing = (status: string, minutes: number, details: string): ObjectResult =>
      resultOf({ log: known([{ ...logEntry(status, minutes), details }]) });
    const tail = tailOf([
      failing('Error', 30, 'one'),
      failing('Error', 60, 'two'),
      failing('NoTargetConnection', 30, ''),
      failing('MigratedCheckDetailsForMoreInfo', 30, ''),
    ]);

    expect(tail.summary.causes.map(({ reason, status, count }) => [reason, status, count])).toEqual([
      ['The last attempt ended with Error: The service returned an unknown error.', 'fail', 2],
      [expect.stringMatching(/^The last attempt ended with NoTargetConnection: /), 'fail', 1],
      [expect.stringMatching(/^The last attempt ended with MigratedCheckDetailsForMoreInfo: /), 'warn', 1],
    ]);
    expect(tail.summary.causes.every(({ remedy }) => remedy !== undefined)).toBe(true);
    expect(failing('Error', 30, 'one').cause).toHaveProperty('reason');
    expect(resultOf({ source: known(sourceObject({ objectType: 'contact' })) }).cause).not.toHaveProperty('reason');
  });

  test('keeps a bounded number of causes, and still counts every user', () => {
    const many = Array.from({ length: 300 }, (_, index) => resultOf({ log: known([logEntry(`Status${index}`, 30)]) }));
    const { causes } = tailOf(many).summary;

    expect(causes).toHaveLength(201);
    expect(causes.at(-1)).toMatchObject({ count: 100, reason: 'Other reasons than those above.' });
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

describe('many users on a terminal', () => {
  const [broken, fine] = [goldenObjects['one-broken']?.[0], goldenObjects['one-in-order']?.[0]];
  const results = Array.from({ length: 60 }, (_, index) => (index % 2 === 0 ? broken : fine)).flatMap(
    (one) => one ?? [],
  );
  const shown = (columns?: number, all = results): string => {
    const base = { theme: plainTheme, verbosity: 'normal', single: false } as const;
    return printed(createTextObjectView(columns === undefined ? base : { ...base, columns }), all);
  };
  const listed = (output: string, status: string): number =>
    output.split('\n').filter((line) => line.startsWith(`[${status}] CN=`)).length;

  test('are the failed ones up to a number, and those in order only if there is room', () => {
    expect(results).toHaveLength(60);
    expect([listed(shown(100), 'fail'), listed(shown(100), 'ok')]).toEqual([20, 0]);
    expect(shown(100)).toContain('40 users not listed: 30 in order, the causes of the others are below; -v lists all');
    const failed = results.filter(({ status }) => status === 'fail');
    expect(shown(100, failed)).toContain('10 users not listed: the causes are below; -v lists all');
    const inOrder = results.filter(({ status }) => status === 'pass');
    expect(shown(100, inOrder)).toContain('10 users in order not listed; -v lists all');
    expect(listed(shown(100, results.slice(0, 12)), 'ok')).toBe(6);
  });

  test('stand in the order in which they are read, everywhere: failed, in doubt, in order', () => {
    const [unknown] = goldenObjects['one-unknown'] ?? [];
    const mixed = [fine, unknown, broken].flatMap((one) => one ?? []);

    for (const columns of [undefined, 100]) {
      const signs = shown(columns, mixed).match(/^\[\w+\](?= CN=.*,)/gm);
      expect(signs).toEqual(['[fail]', '[unknown]', '[ok]']);
    }
  });

  test('with wrong names among them say first what is wrong with users, and last what is wrong with names', () => {
    const nobody = (index: number): ObjectResult => {
      const nowhere = unknown({
        code: 'not-found',
        message: `No AD connector finds an object with the user principal name "u${index}@x" in its directory.`,
      });
      const facts = { directory: nowhere, source: nowhere, metaverse: nowhere, target: nowhere, log: nowhere };
      const reference = { kind: 'upn', text: `u${index}@x` } as const;
      return resultOf({ reference, distinguishedName: null, connectorNames: [], ...facts }, { index });
    };
    const wrong = Array.from({ length: 30 }, (_, index) => nobody(index));
    const users = results.filter(({ status }) => status === 'fail').slice(0, 2);

    const output = shown(200, [...wrong, ...users]);
    expect(listed(output, 'fail')).toBe(2);
    expect(output.indexOf('[fail] CN=')).toBeLessThan(output.indexOf('[fail] u0@x'));
    expect(output).toMatch(/32 of 32 failed, for 2 causes; look first at PHS509 \(2 users\): /);
    const alone = shown(200, wrong);
    expect(alone).toContain(
      '30 of 30 failed: PHS501: No AD connector finds an object with this user principal name in its directory.',
    );
    expect(alone).toContain('10 users not listed: the causes are below; -v lists all');
  });

  test('wait for the end, so that the progress can be seen; in a pipe the failed ones come at once', () => {
    const base = { theme: plainTheme, verbosity: 'normal', single: false } as const;
    const [terminal, pipe] = [{ ...base, columns: 100 }, base].map((options) => createTextObjectView(options));
    const begun = [terminal, pipe].map((view) => [
      view?.head(head) !== '',
      view?.object(resultOf({ source: known(null) })) !== '',
    ]);

    expect(begun).toEqual([
      [false, false],
      [true, true],
    ]);
  });

  test('are all of them in a pipe', () => {
    expect([listed(shown(), 'fail'), listed(shown(), 'ok')]).toEqual([30, 30]);
    expect(shown()).not.toContain('not listed');
  });

  const endOf = (output: string): string => output.split('\ncauses\n')[1] ?? '';

  test('end with the cause, the verdict, and the next step with whom it is for', () => {
    const end = endOf(shown(100));

    expect(end).toMatch(/^ {2}30 \[fail\] PHS509: The export of [\s\S]* fix {3}the next step below\n/);
    expect(end).toMatch(/\[fail\] 30 of 60 failed: PHS509: The export of the object/);
    expect(end).toMatch(
      /\nNext step for CN=Anna Adams and 29 more: Let the next cycle export[\s\S]*\n {4}Start-ADSyncSyncCycle -PolicyType Delta\nMore: phs-tool help PHS509\n$/,
    );
  });

  test('have a remedy for each other cause, and a verdict that says which is looked at first', () => {
    const [absent, error] = [resultOf({ source: known(null) }), resultOf({ log: known([logEntry('Error', 30)]) })];
    const end = endOf(shown(undefined, [absent, error, error]));

    expect(end).toMatch(/1 \[fail\] PHS503: [^]* fix {3}Run an import[^]*Start-ADSyncSyncCycle/);
    expect(end).toMatch(
      /\[fail\] 3 of 3 failed, for 2 causes; look first at PHS511 \(2 users\): The last attempt ended with Error/,
    );
    expect(end).toMatch(
      /\nNext step for CN=Anna Adams and 1 more: [^]*\n {4}# Of the first user; the same for each of the others:\n {4}phs-tool sync-user --dn/,
    );
    expect(endOf(shown(undefined, [absent, error]))).toMatch(
      /2 of 2 failed, each for its own cause; look first at PHS503: [^]*\nNext step for CN=Anna Adams: /,
    );
  });

  test('have the next step of the server if it is broken above them', () => {
    const absent = resultOf({ source: known(null) }, { serverCauses: [staging] });
    const end = endOf(shown(undefined, [absent, absent, resultOf({}, { serverCauses: [staging] })]));

    expect(end).toMatch(/3 of 3 failed, for 2 causes; look first at the server, PHS204: The server is in staging mode/);
    expect(end).toMatch(/\nNext step for the server: Leave staging mode\.\nMore: phs-tool help PHS204\n$/);
  });

  test('count on a terminal how many more causes there are', () => {
    const many = Array.from({ length: 18 }, (_, index) => resultOf({ log: known([logEntry(`Status${index}`, 30)]) }));

    expect(endOf(shown(100, many))).toContain('and 3 more causes: -v lists all');
    expect(endOf(shown(undefined, many))).not.toContain('more causes');
  });
});
