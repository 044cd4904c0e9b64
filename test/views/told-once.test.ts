import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../src/model/finding.js';
import { messageOf, nameSame, tellOnce } from '../../src/views/told-once.js';

const base: Finding = {
  check: 'PHS101',
  category: 'environment',
  title: 'It works',
  status: 'unknown',
  message: 'Could not be checked: PowerShell did not start.',
  evidence: [],
  docs: 'docs/checks/PHS101.md',
};
const finding = (check: string, change: Partial<Finding> = {}): Finding => ({ ...base, check, ...change });
const lack = (check: string, what: string, change: Partial<Finding> = {}): Finding =>
  finding(check, { message: `Could not be checked: Could not read ${what}: not in the recording.`, ...change });

/** What is shown of findings: who, and the sentence. */
const shown = (findings: readonly Finding[]): readonly string[] =>
  tellOnce(findings).map((told) => `${nameSame(told.same)} - ${messageOf(told)}`);

describe('what could not be checked', () => {
  test('for one and the same reason is told once, with every check that it concerns', () => {
    expect(shown([finding('PHS501'), finding('PHS508'), finding('PHS509', { subject: 'a' })])).toEqual([
      'PHS501, PHS508, PHS509 of a - Could not be checked: PowerShell did not start.',
    ]);
  });

  test('because a recording lacks it is told once, whatever each check lacks', () => {
    const channels = ['a', 'b', 'c'].map((subject) => lack('PHS205', 'the channels', { subject }));

    expect(shown([lack('PHS103', 'the execution policy'), ...channels])).toEqual([
      'PHS103, PHS205 of 3 connectors - Could not be checked: what they need is not in the recording.',
    ]);
    expect(shown([lack('PHS103', 'the execution policy')])).toEqual([
      'PHS103 - Could not be checked: Could not read the execution policy: not in the recording.',
    ]);
  });

  test('is told for itself if the reason or what to do is another one', () => {
    const other = finding('PHS102', { message: 'Could not be checked: refused.' });
    const remedy = { text: 'Record again.', commands: [] };

    expect(shown([finding('PHS101'), other, finding('PHS103', { remedy })])).toHaveLength(3);
    expect(shown([lack('PHS101', 'x'), lack('PHS102', 'y', { remedy })])).toHaveLength(2);
  });
});

test('what failed is told of each connector, also with the same words', () => {
  const failed = ['a', 'b'].map((subject) => finding('PHS205', { status: 'fail', message: 'It is off.', subject }));

  expect(shown(failed)).toEqual(['PHS205: a - It is off.', 'PHS205: b - It is off.']);
});
