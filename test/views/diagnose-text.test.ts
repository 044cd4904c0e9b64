import { describe, expect, test } from '@jest/globals';
import { reportSchema } from '../../src/model/report.js';
import { jsonView } from '../../src/views/json.js';
import { textView } from '../../src/views/text.js';
import { plainTheme, terminalTheme } from '../../src/views/theme.js';
import { expectGolden } from '../support/golden.js';
import { goldenDiagnoses } from '../support/reports.js';

const plain = { theme: plainTheme, verbosity: 'normal' } as const;

describe.each(Object.entries(goldenDiagnoses))('the report "%s"', (name, make) => {
  const report = make();

  test('as plain text', () => {
    expectGolden(`text/${name}.txt`, textView(report, plain));
  });

  test('as plain text with every finding and its evidence', () => {
    expectGolden(`text/${name}.verbose.txt`, textView(report, { ...plain, verbosity: 'verbose' }));
  });

  test('as coloured text of 100 columns', () => {
    const text = textView(report, { theme: terminalTheme, columns: 100, verbosity: 'normal' });

    expectGolden(`text/${name}.coloured.txt`, text);
  });

  test('as JSON that fits its schema, nothing more', () => {
    expectGolden(`json/${name}.json`, jsonView(report, plain));
    expect(reportSchema.strict().parse(report)).toEqual(report);
  });

  test('no character of it acts on a terminal', () => {
    const text = textView(report, { ...plain, verbosity: 'verbose' });

    expect(text).not.toMatch(/[^\P{Cc}\n]/u);
    expect(text).toMatch(/^[\x20-\x7e\n]*$/);
  });
});
