import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { buildErrorReport } from '../../src/report/build-report.js';
import { known } from '../../src/model/fact.js';
import { escapeForTerminal, escapeJsonText } from '../../src/base/escape.js';
import { jsonView } from '../../src/views/json.js';
import { textView } from '../../src/views/text.js';
import { plainTheme, terminalTheme } from '../../src/views/theme.js';
import { adConnector, channel, entraConnector, errorEvent, eventSummary, healthyFacts, now } from '../support/facts.js';
import { reportOf } from '../support/reports.js';

const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const unsafeExceptLineFeed = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
/** What our own terminal theme writes. */
const ownColours = /\u001b\[\d+m/g;

/** Corpus F of terminal attacks: cursor, title, clipboard, link, 8-bit controls, reordering, hidden characters. */
const corpus = [
  '\u001b[2J',
  '\u001b[1A\u001b[2K OK',
  '\u001b]0;title\u0007',
  '\u001b]52;c;Y2FsYw==\u0007',
  '\u001b]8;;http://evil\u0007click\u001b]8;;\u0007',
  '\u009b2J',
  '\u009d52;c;x\u009c',
  '\u001bPx\u001b\\',
  '\r OK',
  '\b\b\b',
  '\u202Egpj.exe',
  '\u2066x\u2069',
  'a\u200Bb',
  '\u007f',
  '\u001b[6n',
  '\n[ok] fake',
  'x\u2028y\u2029z',
  '\ud800',
  '\u{e0041}\ufeff\u00ad',
];

/** Any text, with what is dangerous more often than chance would have it. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(fc.oneof(fc.constantFrom(...corpus), fc.string({ maxLength: 5 })), { maxLength: 6 })
    .map((parts) => parts.join('')),
);

describe('text for a terminal', () => {
  test.each(corpus.map((text) => [JSON.stringify(text), text]))('%s is made visible', (_name, text) => {
    expect(unsafe.test(text)).toBe(true);
    expect(escapeForTerminal(text)).not.toMatch(unsafe);
  });

  test('says what was there', () => {
    expect(escapeForTerminal('a\u001b[2J\r\n\u202e')).toBe('a\\u{1b}[2J\\r\\n\\u{202e}');
  });

  test('leaves ordinary text of any language alone', () => {
    const text = 'contoso.com - AAD · Ünïcödé 日本 O\u2019Brien 🎉 C:\\Program Files';

    expect(escapeForTerminal(text)).toBe(text);
  });

  test('never keeps an unsafe character, and escaping twice changes nothing', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const escaped = escapeForTerminal(text);
        expect(escaped).not.toMatch(unsafe);
        expect(escapeForTerminal(escaped)).toBe(escaped);
      }),
    );
  });
});

describe('JSON text', () => {
  test('keeps its value and has no character that a terminal acts on', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const escaped = escapeJsonText(JSON.stringify({ text }, undefined, 2));
        expect(escaped).not.toMatch(unsafeExceptLineFeed);
        expect(JSON.parse(escaped)).toEqual({ text });
      }),
    );
  });
});

describe('whole reports', () => {
  const reportWith = (text: string): ReturnType<typeof reportOf> =>
    reportOf(
      healthyFacts({
        connectors: known([entraConnector({ name: `${text}!` }), adConnector(text)]),
        channels: known([channel(text, { targetConnector: text })]),
        companyFeature: { known: false, reason: { code: 'failed', message: text, hint: text } },
        service: known({ name: text, displayName: text, status: text }),
        events: known(eventSummary({}, [errorEvent(611, 5, { message: text, domain: text })])),
      }),
    );

  test('text views let no unsafe character of the server through', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const report = reportWith(text);
        const plain = textView(report, { theme: plainTheme, verbosity: 'verbose' });
        const coloured = textView(report, { theme: terminalTheme, columns: 80, verbosity: 'verbose' });
        expect(plain).not.toMatch(unsafeExceptLineFeed);
        expect(coloured.replace(ownColours, '')).not.toMatch(unsafeExceptLineFeed);
      }),
      { numRuns: 60 },
    );
  });

  test('no text of the server can begin a line of its own', () => {
    const lines = textView(reportWith('\n[ok] fake\r\n[ok] fake'), { theme: plainTheme, verbosity: 'verbose' }).split(
      '\n',
    );

    expect(lines.filter((line) => /^\s*\[ok\] fake/.test(line))).toEqual([]);
  });

  test('the JSON view gives back exactly what the server said', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const report = reportWith(text);
        const printed = jsonView(report, { theme: plainTheme, verbosity: 'normal' });
        expect(printed).not.toMatch(unsafeExceptLineFeed);
        expect(JSON.parse(printed)).toEqual(JSON.parse(JSON.stringify(report)));
      }),
      { numRuns: 60 },
    );
  });

  test('error reports are escaped too', () => {
    const input = { toolVersion: '0.1.0', command: 'status', startedAt: now, finishedAt: now };
    for (const text of corpus) {
      const report = buildErrorReport({ code: 'E_FILE', message: text, hint: text, exitCode: 5 }, input);
      expect(textView(report, { theme: plainTheme, verbosity: 'normal' })).not.toMatch(unsafeExceptLineFeed);
    }
  });
});
