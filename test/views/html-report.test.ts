import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { known, unknown } from '../../src/model/fact.js';
import type { Report } from '../../src/model/report.js';
import { escapeForTerminal } from '../../src/base/escape.js';
import { escapeHtml, markup, multiline, trusted } from '../../src/views/html/html.js';
import { contentSecurityPolicy } from '../../src/views/html/document.js';
import { commandBlock } from '../../src/views/html/parts.js';
import { pageLimits } from '../../src/views/html/limits.js';
import { htmlReportView } from '../../src/views/html/page.js';
import { htmlReportsView } from '../../src/views/html/several.js';
import { usersSection } from '../../src/views/html/users.js';
import { badInputs, markupInputs, terminalInputs } from '../support/bad-input.js';
import {
  diagnosedFacts,
  healthyFacts,
  ids,
  minutesAgo,
  platform,
  twoForestFacts,
  unreadable,
} from '../support/facts.js';
import { goldenObjects, said } from '../support/object-results.js';
import {
  eventOf,
  factsWithConnectors,
  heartbeats,
  hostilePage,
  hostileTexts,
  pageOf,
  recordsFor,
} from '../support/report-pages.js';

const entities: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&#96;': '`',
  '&amp;': '&',
};

/** The text of HTML of our own making. */
function textOf(page: string): string {
  return page
    .replace(/<(style|script)>[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:lt|gt|quot|#39|#96|amp);/g, (entity) => entities[entity] ?? entity);
}

function between(page: string, start: string, end: string): string {
  return page.split(start)[1]?.split(end)[0] ?? '';
}

const healthyPage = pageOf(diagnosedFacts(), heartbeats(ids.contoso, 24 * 60));

describe('the markup tag', () => {
  test('escapes every text of the corpora, and only the text', () => {
    for (const text of [...badInputs, ...markupInputs]) {
      const made = markup`<p title="${text}">${text}</p>`.text;

      expect(made).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      expect(made.match(/[<>]/g)).toHaveLength(4);
      expect(made.match(/"/g)).toHaveLength(2);
      expect(textOf(made)).toBe(escapeForTerminal(text));
    }
  });

  test('takes HTML as it is, lists one after the other, and nothing for undefined', () => {
    const items = ['a', '<b>'].map((text) => markup`<li>${text}</li>`);

    expect(markup`<ul>${items}</ul>${undefined}${3}`.text).toBe('<ul><li>a</li><li>&lt;b&gt;</li></ul>3');
    expect(escapeHtml('&lt;')).toBe('&amp;lt;');
  });

  test.each([
    ['an attribute without quotes', () => markup`<p class=${'x'}>`],
    ['a link', () => markup`<a href="${'javascript:alert(1)'}">`],
    ['the middle of a link', () => markup`<a href="https://${'x'}">`],
    ['a handler', () => markup`<p onclick="${'x'}">`],
    ['a style', () => markup`<p style="${'x'}">`],
    ['a script', () => markup`<script>${'x'}</script>`],
  ])('refuses a text in the place of %s', (_place, make) => {
    expect(make).toThrow(TypeError);
  });

  test('lets a link of our own through', () => {
    expect(markup`<a href="${trusted('#findings')}">x</a>`.text).toBe('<a href="#findings">x</a>');
  });

  test('keeps the lines of a text, and escapes each of them', () => {
    expect(multiline('a\r\n<b>\u001b[2J\rc').text).toBe('a\n&lt;b&gt;\\u{1b}[2J\nc');
  });
});

describe('the page', () => {
  const page = htmlReportView(healthyPage);

  test('allows exactly its own style and script by their hashes', () => {
    const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

    expect(page).toContain(`content="${contentSecurityPolicy}"`);
    expect(contentSecurityPolicy).toBe(
      `default-src 'none'; style-src ${hash(between(page, '<style>', '</style>'))}; script-src ${hash(between(page, '<script>', '</script>'))}; base-uri 'none'; form-action 'none'`,
    );
    expect(page.match(/<script|<style/g)).toHaveLength(2);
  });

  test('loads nothing: no source, no style of an element, and one link outside without a referrer', () => {
    for (const made of [page, htmlReportView(hostilePage())]) {
      const tags = made.replace(/<(style|script)>[\s\S]*?<\/\1>/g, '').match(/<[^>]*>/g) ?? [];
      const outside = tags.filter((tag) => /https?:/i.test(tag));

      expect(tags.filter((tag) => /\s(?:src|srcset|action|data|style|on\w+)=/i.test(tag))).toEqual([]);
      expect(tags.filter((tag) => /<(?:link|img|iframe|object|embed|base|form|use)\b/i.test(tag))).toEqual([]);
      expect(outside).toEqual([
        expect.stringMatching(/^<a href="https:\/\/learn\.microsoft\.com\/[^"]*" rel="noreferrer">$/),
      ]);
      expect(made).not.toMatch(/url\(|@import/);
    }
  });

  test('is the same for the same facts', () => {
    expect(htmlReportView(pageOf(diagnosedFacts(), heartbeats(ids.contoso, 24 * 60)))).toBe(page);
  });

  test('tells the verdict and the next step before everything else', () => {
    const made = htmlReportView(pageOf(factsWithConnectors(['a.example', 'b.example'])));
    const places = ['Most likely cause: PHS', 'Next step', 'id="h-c"', 'id="h-e"', 'id="h-f"', 'Exit code'];
    const found = places.map((text) => made.indexOf(text));

    expect(found).toEqual([...found].sort((a, b) => a - b));
    expect(found).not.toContain(-1);
    expect(textOf(page)).toContain('Password hash synchronization is configured and alive.');
  });

  test('shows every string of corpora E and F as text, and no other markup than for harmless names', () => {
    const made = htmlReportView(hostilePage());
    const text = textOf(made);
    const tagNames = (html: string): string[] => [...new Set((html.match(/<\/?[a-z0-9!]+/gi) ?? []).sort())];

    expect(hostileTexts.filter((input) => !text.includes(escapeForTerminal(input)))).toEqual([]);
    expect(made.replace(/\n/g, '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
    expect(terminalInputs.length + markupInputs.length).toBeGreaterThan(30);
    expect(tagNames(made)).toEqual(tagNames(htmlReportView(hostileTwin())));
  });
});

/** As the hostile page, with names that harm nobody. */
function hostileTwin(): ReturnType<typeof hostilePage> {
  const page = hostilePage();
  const harmless = JSON.parse(
    JSON.stringify(page, (_key, value: unknown) =>
      typeof value === 'string' && !/^[\w .:-]{1,60}$/.test(value) ? 'harmless' : value,
    ),
  ) as typeof page;
  return harmless;
}

describe('the size of the page', () => {
  const names = Array.from({ length: 50 }, (_, index) => `forest-${index + 1}.corp.example.com`);
  const kilobytes = (text: string): number => Buffer.byteLength(text) / 1024;

  test('stays under 300 KB with 50 connectors, all of them with their plot and every finding', () => {
    const facts = factsWithConnectors(names);
    const shown = pageOf(facts, recordsFor(facts));
    const made = htmlReportView(shown);
    const numbers = [...made.matchAll(/data-n="(\d+)"/g)].map(([, number]) => Number(number));

    expect(kilobytes(made)).toBeLessThanOrEqual(300);
    expect(names.filter((name) => !made.includes(`<h3>${name} `))).toEqual([]);
    // One for each connector, and one for what administrators changed.
    expect(made.match(/role="img"/g)).toHaveLength(51);
    expect(numbers.reduce((sum, number) => sum + number, 0)).toBe(shown.report.findings.length);
    expect(made).toContain('leaves out the evidence of findings that are in order');
  });

  test('stays under 300 KB whatever a server says, and says what is left out', () => {
    const many = Array.from({ length: 120 }, (_, index) => `${index}-${'&'.repeat(300)}`);
    const facts = factsWithConnectors(many, '"<&>'.repeat(10_000));
    const made = htmlReportView(pageOf(facts, recordsFor(facts), { results: goldenObjects['several'] ?? [] }));

    expect(kilobytes(made)).toBeLessThanOrEqual(300);
    expect(made).toContain('more characters)');
    expect(made).toContain('left out to keep this file small');
  });

  test('names what has all users: of a recording the command that replays it', () => {
    const { objects } = pageOf(factsWithConnectors(['a.example']), [], { results: goldenObjects['several'] ?? [] });
    const section = (isRecording: boolean): string =>
      usersSection(objects, { ...pageLimits[0], most: 1 }, isRecording)?.text ?? '';

    expect(section(true)).toContain('<code>phs-tool replay FILE diagnose --all-users --output ndjson</code> has all');
    expect(section(false)).toContain('<code>phs-tool diagnose --dn-file FILE --output ndjson</code> has all');
  });

  test('leaves nothing out on an ordinary server', () => {
    const made = htmlReportView(healthyPage);

    expect(kilobytes(made)).toBeLessThan(60);
    expect(made).not.toMatch(/leaves out|left out/);
  });
});

describe('the timelines', () => {
  test('tell in words what they draw', () => {
    const records = [
      ...heartbeats(ids.contoso, 24 * 60),
      ...heartbeats(ids.fabrikam, 24 * 60, 600),
      eventOf(651, 700, ids.fabrikam, 'Count: 4'),
      eventOf(617, 900, ids.fabrikam),
      eventOf(623, 870, ids.fabrikam),
    ];
    const made = textOf(htmlReportView(pageOf(twoForestFacts(), records)));

    expect(made).toContain(
      '48 heartbeats, the latest 2026-11-22 10:10:00 UTC; 0 batches; no errors; never silent for more than 35 min.',
    );
    expect(made).toContain('28 heartbeats, the latest 2026-11-22 00:10:00 UTC; 1 batch');
    expect(made).toContain('silent for up to 10 h 5 min (2026-11-22 00:10:00 UTC to 2026-11-22 10:15:00 UTC)');
    expect(made).toContain('full sync of CONTOSO.COM from 2026-11-21 19:15:00 UTC, completed 2026-11-21 19:45:00 UTC');
    expect(made).toContain('silent 10 h 5 min');
    expect(made).toMatch(/12:00.*15:00.*18:00.*11-22.*03:00.*09:00/s);
  });

  test('have one form of time on the whole page', () => {
    const facts = twoForestFacts();
    const made = textOf(htmlReportView(pageOf(facts, heartbeats(ids.contoso, 24 * 60))));
    const withoutForm = made.replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/g, '');

    expect(made).toMatch(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/);
    expect(withoutForm).not.toMatch(/\d\d-\d\d[ T]\d\d:\d\d/);
  });

  test('show connectors that are not in order first', () => {
    const made = htmlReportView(pageOf(factsWithConnectors(['b.example', 'c.example', 'd.example'])));
    const places = ['b.example', 'd.example', 'c.example'].map((name) => made.indexOf(`<h3>${name} `));

    expect(made.match(/class="card (\w+)"/g)?.at(0)).toBe('class="card fail"');
    expect(places).not.toContain(-1);
  });

  test('say how far back the log reaches', () => {
    const reach = (oldestAt: string | null): string =>
      textOf(htmlReportView(pageOf(diagnosedFacts({ eventLogReach: known({ oldestAt }) }))));
    const nobodyKnows = pageOf(diagnosedFacts({ eventLogReach: unreadable() }));

    expect(reach(minutesAgo(3 * 24 * 60))).toContain(
      'reaches back to 2026-11-19 10:15:00 UTC, over the whole timeline',
    );
    expect(reach(minutesAgo(600))).toContain('only: the first 14 h of the timeline are lost');
    expect(reach(minutesAgo(600))).toContain('before the log begins');
    expect(reach(null)).toContain('The Application log is empty');
    expect(textOf(htmlReportView(nobodyKnows))).toContain('How far back the Application log reaches is not known');
  });

  test('say when the events or the connectors could not be read, and never that all is quiet', () => {
    const made = textOf(htmlReportView(pageOf(diagnosedFacts({ events: unreadable('timeout') }))));

    expect(made).toContain('The events could not be read: The answer was taken away (timeout).');
    expect(made).not.toContain('No event in this time reports a problem');
    expect(textOf(htmlReportView(pageOf(diagnosedFacts({ connectors: unreadable() }))))).toContain(
      'The connectors could not be read',
    );
  });
});

describe('errors, users and the second opinion', () => {
  test('errors are told once for each cause, with the text of the newest one', () => {
    const facts = factsWithConnectors(['a.example', 'b.example', 'c.example', 'd.example', 'e.example', 'f.example']);
    const made = textOf(htmlReportView(pageOf(facts, recordsFor(facts))));

    expect(made).toContain('10 events report a problem, with 1 cause.');
    expect(made).toContain('RPC error 8453 (ERROR_DS_DRA_ACCESS_DENIED)');
    expect(made).toContain('b.example, f.example');
    expect(textOf(htmlReportView(healthyPage))).toContain('No event in this time reports a problem.');
  });

  test('users are shown with the way of their password and what to do', () => {
    const results = goldenObjects['several'] ?? [];
    const made = textOf(htmlReportView(pageOf(diagnosedFacts(), [], { results })));

    expect(made).toContain('6 users: ');
    expect(made).toContain('Active Directoryto the metaverse: ');
    expect(results.filter(({ given }) => !made.includes(escapeForTerminal(given.text)))).toEqual([]);
    expect(textOf(htmlReportView(healthyPage))).not.toContain('Users');
  });

  test('users who fail make the headline red, before what the server only warns of, and stand below it', () => {
    const results = goldenObjects['several'] ?? [];
    const made = htmlReportView(pageOf(diagnosedFacts(), [], { results }));
    const failed = results.filter(({ status }) => status === 'fail').length;

    expect(made).toContain('<section class="verdict fail"');
    expect(made.match(/<p class="big (\w+)">/g)?.map((each) => each.slice(14, -2))).toEqual(['fail']);
    expect(made).toContain('.verdict .big.fail{color:var(--fail)}');
    expect(textOf(made)).toContain(`${failed} of ${results.length} users: password not synchronized`);
    expect(made.indexOf('id="h-v"')).toBeLessThan(made.indexOf('id="h-u"'));
    expect(made.indexOf('id="h-u"')).toBeLessThan(made.indexOf('id="h-c"'));
    expect(made).toContain('href="#users"');
  });

  test('several users who fail are told the most important cause, and those whose server fails are not', () => {
    const results = goldenObjects['several'] ?? [];
    const verdictOf = (objects: Parameters<typeof pageOf>[2]): string =>
      /<p class="big fail">(.*?)<a /.exec(htmlReportView(pageOf(diagnosedFacts(), [], objects)))?.[1] ?? '';
    const staging = { check: 'PHS204', title: '', message: 'It stages.', status: 'fail', effect: 'stops' } as const;

    expect(verdictOf({ results })).toMatch(/Look first at .*PHS503.* \(2 users\): The object is not in the AD/);
    expect(verdictOf({ results: results.map((result) => ({ ...result, serverCauses: [staging] })) })).not.toContain(
      'PHS503',
    );
  });

  test('users in order leave the headline to the server', () => {
    const [inOrder] = (goldenObjects['several'] ?? []).filter(({ status }) => status === 'pass');
    const results = inOrder === undefined ? [] : [inOrder, { ...inOrder, index: 2 }];
    const made = htmlReportView(pageOf(diagnosedFacts(), heartbeats(ids.contoso, 24 * 60), { results }));

    expect(results).toHaveLength(2);
    expect(made).toContain('<section class="verdict pass"');
    expect(textOf(made)).toContain('Password hash synchronization is configured and alive.');
  });

  test('the only user is told with the answer that diagnose gives', () => {
    const [result] = (goldenObjects['several'] ?? []).filter(({ status }) => status === 'fail');
    const results = result === undefined ? [] : [result];
    const made = textOf(htmlReportView(pageOf(diagnosedFacts(), [], { results })));

    expect(made.slice(made.indexOf('Verdict'))).toContain(result?.answer.slice(0, 60) ?? 'an answer');
  });

  test('the verdict leads to its finding, and a title of a customer stands above it, escaped', () => {
    const made = htmlReportView({ ...pageOf(factsWithConnectors(['a.example', 'b.example'])), title: 'A & <B>' });
    const [, target = ''] = /<a class="to" href="#([^"]+)"/.exec(made) ?? [];

    expect(target).toMatch(/^PHS\d{3}-fail$/);
    expect(made).toContain(`<details id="${target}"`);
    expect(made).toContain('<b>A &amp; &lt;B&gt;</b>');
    expect(made).toContain('<title>A &amp; &lt;B&gt;: ');
  });

  test('connectors in order are folded beside others, and open if there is one', () => {
    const facts = factsWithConnectors(['b.example', 'c.example']);
    const several = htmlReportView(pageOf(facts, recordsFor(facts)));

    expect(htmlReportView(healthyPage)).toContain('<article class="card pass"');
    expect(several).not.toContain('<article class="card pass"');
    expect(several).toMatch(/<(?:details|article) class="card /);
  });

  test('a text that Errors by cause shows is not repeated in the findings', () => {
    const facts = factsWithConnectors(['b.example', 'f.example']);
    const page = pageOf(facts, recordsFor(facts));
    const samples = page.activity.causes.flatMap(({ sample }) => (sample === null ? [] : [sample.trim()]));
    const repeated = page.report.findings.flatMap(({ evidence }) =>
      evidence.filter(({ value }) => samples.includes(value.trim())),
    );

    expect(htmlReportView(page).split('the text under Errors by cause').length - 1).toBe(repeated.length);
  });

  test('the second opinion is shown line by line, and where it disagrees', () => {
    const secondOpinion = known([said('other', 'problem', 'A line <b>of</b> Microsoft')]);
    const made = htmlReportView(pageOf(diagnosedFacts(), [], { secondOpinion }));

    expect(made).toContain('A line &lt;b&gt;of&lt;/b&gt; Microsoft');
    expect(htmlReportView(healthyPage)).not.toContain('Second opinion');
  });
});

describe('changes by administrators', () => {
  const change = {
    recordId: 9,
    eventId: 2506,
    source: 'Entra Connect Admin Actions',
    entryType: 'Information',
    generatedAt: minutesAgo(300),
    message: JSON.stringify({ ActionType: 'Disable', Name: 'x', User: 'CONTOSO\\<b>anna</b>', Details: '' }),
  };
  const card = (facts: Parameters<typeof diagnosedFacts>[0]): string =>
    between(htmlReportView(pageOf(diagnosedFacts(facts))), 'Changes by administrators', '</article>');

  test('have a timeline of their own with who changed what, and the text as it is, escaped', () => {
    const shown = card({ changeEvents: known([change]) });

    expect(shown).toMatch(/<path class="ch" d="M\d/);
    expect(textOf(shown)).toContain('1 change in the audit of administrators, the latest 2026-11-22 05:15:00 UTC.');
    expect(textOf(shown)).toContain('CONTOSO\\<b>anna</b>');
    expect(shown).not.toContain('<b>');
  });

  test('of before the window of the timelines are left out, and none is said', () => {
    const shown = card({ changeEvents: known([{ ...change, generatedAt: minutesAgo(25 * 60) }]) });

    expect(textOf(shown)).toContain('No change in the audit of administrators.');
    expect(shown).not.toContain('class="ch"');
  });

  test('can be more than are read of one id, and that is said', () => {
    const many = (count: number): string =>
      textOf(card({ changeEvents: known(Array.from({ length: count }, () => ({ ...change, eventId: 2510 }))) }));

    expect(many(200)).toContain('Of event 2510 only the newest 200 were read; the log can hold older ones.');
    expect(many(199)).not.toContain('newest 200');
  });

  test('can be missing, and the reason is said', () => {
    expect(textOf(card({ platform: known(platform({ auditLogging: 'off' })) }))).toMatch(
      /audit off.*Changes can be missing: the audit of administrators is switched off on this server \(AuditEventLogging = 0\)/s,
    );
    expect(textOf(card({ changeEvents: unreadable() }))).toContain('The changes could not be read: ');
  });
});

describe('several reports in one page', () => {
  const failing = pageOf(factsWithConnectors(['a.example', 'b.example']));
  const page = htmlReportsView([healthyPage, failing, healthyPage], 'Contoso <Ltd>');

  test('begin with a line for each server, the worst first', () => {
    const rows = [...page.matchAll(/<tr><td data-th="Server"><a href="#(s\d)">[^]*?<span class="b (\w+)"/g)];

    expect(rows.map(([, id, status]) => [id, status])).toEqual([
      ['s1', 'fail'],
      ['s2', 'pass'],
      ['s3', 'pass'],
    ]);
    expect(page).toContain('<b>Contoso &lt;Ltd&gt;</b>');
    expect(textOf(page)).toContain('3 servers');
  });

  test('name a recording by its file and its machine, and a server as it was asked for', () => {
    const recording = {
      kind: 'recording',
      recordedAt: '2026-11-22T12:00:00Z',
      replayedAt: '2026-11-22T12:00:00Z',
    } as const;
    const named = (source: Report['source']): string =>
      textOf(htmlReportsView([{ ...healthyPage, report: { ...healthyPage.report, source }, name: 'r2' }], 'Contoso'));

    expect(named(recording)).toContain('r2 (SYNC01)');
    expect(named({ kind: 'live' })).not.toContain('r2 (');
  });

  test('have no id twice, and no link without its target', () => {
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id = '']) => id);
    const targets = [...page.matchAll(/ (?:href="#|aria-labelledby=")([^"]+)"/g)].map(([, id = '']) => id);

    expect(new Set(ids).size).toBe(ids.length);
    expect(targets.filter((id) => !ids.includes(id))).toEqual([]);
    expect(ids.length).toBeGreaterThan(100);
  });

  test('hold what each holds alone', () => {
    expect(textOf(page)).toContain('Most likely cause: PHS');
    expect(page.match(/<section class="server"/g)).toHaveLength(3);
    expect(page.match(/<main/g)).toHaveLength(1);
  });
});

describe('the head of a finding', () => {
  const headsOf = (html: string): readonly string[] =>
    [...html.matchAll(/<details id="PHS\d{3}-\w+" class="f .*?<span class="ids">(.*?)<\/summary>/gs)].map((match) =>
      textOf(match[1] ?? ''),
    );
  const unread = (message: string): ReturnType<typeof unknown> => unknown({ code: 'failed', message });

  test('quotes what was found, never the title, which says the opposite; a check in order has its title', () => {
    const facts = diagnosedFacts({ service: known({ name: 'ADSync', displayName: 'ADSync', status: 'Stopped' }) });
    const page = pageOf(facts);
    const [head = ''] = headsOf(htmlReportView(page));
    const failed = page.report.findings.find(({ status }) => status === 'fail');
    const passed = page.report.findings.find(({ status }) => status === 'pass');

    expect(head).toContain(failed?.message);
    expect(htmlReportView(page)).not.toContain(`<span class="title">${failed?.title ?? ''}`);
    expect(htmlReportView(page)).toContain(`<span class="title">${passed?.title ?? ''}`);
  });

  test('is one for all checks that a recording cannot answer, each of which is named', () => {
    const page = pageOf(
      diagnosedFacts({
        executionPolicy: unread('Could not read the policy: not in the recording.'),
        rules: unread('Could not read the rules: not in the recording.'),
      }),
    );
    const lacking = page.report.findings.filter(({ message }) => message.endsWith(': not in the recording.'));
    const heads = headsOf(htmlReportView(page)).filter((head) => head.includes('not in the recording'));

    expect(lacking.length).toBeGreaterThan(1);
    expect(heads).toEqual([expect.stringContaining('Could not be checked: what they need is not in the recording.')]);
    expect(lacking.filter(({ check }) => !heads.join().includes(check))).toEqual([]);
  });

  test('stays one for each check if the reasons differ', () => {
    const page = pageOf(diagnosedFacts({ executionPolicy: unread('One.'), rules: unread('Two.') }));
    const heads = headsOf(htmlReportView(page)).filter((head) => /One\.|Two\./.test(head));

    expect(heads.filter((head) => head.includes('One.'))).toHaveLength(1);
    expect(heads.filter((head) => head.includes('One.') && head.includes('Two.'))).toEqual([]);
  });
});

describe('users of a report', () => {
  const results = goldenObjects['several'] ?? [];
  const html = htmlReportView(pageOf(healthyFacts(), [], { results }));

  test('are counted by what was found, never by the title of the check, which says the opposite', () => {
    const table = /<table class="wide">.*?<\/table>/s.exec(html)?.[0] ?? '';

    expect(table).toContain('What was found');
    expect(table).toMatch(
      /PHS503<\/code><\/td><td>The object is not in the AD connector space.*What to do<\/summary><p>Run an import/,
    );
    expect(table).not.toMatch(/<td>The object is in the AD connector space/);
    expect(html).not.toMatch(/failed<\/span> <code>PHS503<\/code> The object is in the AD connector space\./);
  });

  test('have a next step that names the one whom it is about, and a single user needs no name', () => {
    expect(html).toMatch(/<h3>Next step for CN=Anna Adams and 1 more<\/h3><p>Run an import/);
    expect(htmlReportView(pageOf(healthyFacts(), [], { results: results.slice(1, 2) }))).toMatch(/<h3>Next step<\/h3>/);
  });
});

test('the next step of a page with users is that of the server first, and says so', () => {
  const results = goldenObjects['several'] ?? [];
  const stopped = { service: known({ name: 'ADSync', displayName: 'Microsoft Azure AD Sync', status: 'Stopped' }) };

  expect(htmlReportView(pageOf(healthyFacts(stopped), [], { results }))).toMatch(/<h3>Next step for the server<\/h3>/);
});

test('an option of a command is not broken behind its hyphens, and the rest of the command can be', () => {
  const block = commandBlock(["phs-tool force-full-sync --connector 'a -b'"])?.text ?? '';

  expect(block).toContain(
    'phs-tool force-full-sync <span class="o">--connector</span> &#39;a <span class="o">-b</span>&#39;',
  );
  expect(textOf(block).trim()).toBe("phs-tool force-full-sync --connector 'a -b'");
});

test('a comment between commands is not one to copy', () => {
  const block = commandBlock(['# On the server:', 'Get-Service ADSync'])?.text ?? '';

  expect(block).toMatch(/<span class="rem"># On the server:<\/span>\n<code>Get-Service ADSync<\/code>/);
  expect(block).not.toMatch(/<code>#/);
});
