import { describe, expect, test } from '@jest/globals';
import { runChecks } from '../../src/checks/run-checks.js';
import { catalog } from '../../src/checks/catalog.js';
import { known } from '../../src/model/fact.js';
import { rpcCodes } from '../../src/model/rpc-codes.js';
import { brief, briefAdvice } from '../../src/views/brief.js';
import { nextStepLines } from '../../src/views/next-step.js';
import { diagnosedFacts, errorEvent, eventSummary, ids, now, state, windowStartsAt } from '../support/facts.js';
import { plainTheme } from '../../src/views/theme.js';

const above = ' (see above)';

describe('a long text in a few words', () => {
  test('is the first cause and the number of the others', () => {
    const text = `One, for contoso.com; ${'two, '.repeat(100)}two; three. Four is a meaning.`;

    expect(brief(text, above)).toBe('One, for contoso.com; and 2 more (see above).');
    expect(brief(text, '')).toBe('One, for contoso.com; and 2 more.');
  });

  test('is the sentences that fit and the number of the others', () => {
    const long = `Third ${'and '.repeat(150)}last.`;

    expect(brief(`First at contoso.com. Second. ${long}`, above)).toBe(
      'First at contoso.com. Second. And 1 more sentence (see above).',
    );
    expect(brief(`First. ${long}`, above)).toBe('First. And 1 more sentence (see above).');
  });

  test('is whole sentences of advice, because a part could say the opposite', () => {
    const text = `If it is active, stop; if not, go on. ${'Then more. '.repeat(60)}`.trim();

    expect(briefAdvice(text, above)).toMatch(
      /^If it is active, stop; if not, go on\. Then more\. .* And \d+ more sentences/,
    );
    expect(briefAdvice('One; two. Three.', above)).toBe('One; two. Three.');
  });

  test('is itself when it is short, or cannot be divided', () => {
    expect(brief('One; two. Three.', above)).toBe('One; two. Three.');
    expect(brief('x'.repeat(2000), above)).toBe('x'.repeat(2000));
  });

  test('counts every RPC error of a connector that has them all, and stays short', () => {
    const errors = [...rpcCodes.keys()].map((code, index) =>
      errorEvent(611, 5 + index, { message: `Failed for domain: contoso.com. RPC Error ${code} : text.` }),
    );
    const facts = diagnosedFacts({
      events: known(eventSummary({}, errors)),
      partitionStates: known([state(ids.contoso, { lastCycleStatus: 'Failed' })]),
    });
    const finding = runChecks(facts, { now, windowStartsAt, expect: 'active' }, catalog).find(
      ({ check, status }) => check === 'PHS404' && status === 'fail',
    );
    const message = brief(finding?.message ?? '', above);
    const remedy = briefAdvice(finding?.remedy?.text ?? '', above);

    const count = (finding?.message.match(/event 611/gi) ?? []).length;
    expect(count).toBeGreaterThan(10);
    expect(message).toMatch(new RegExp(`^Event 611 .*; and ${count - 1} more \\(see above\\)\\.$`));
    expect(remedy).toMatch(/ And \d+ more sentences \(see above\)\.$/);
    expect(Math.max(message.length, remedy.length)).toBeLessThan(500);
  });
});

test('a next step is cut short only if the whole of it stands above', () => {
  const remedy = { text: `${'Do this with care and look at the result. '.repeat(20)}The last sentence.`, commands: [] };
  const lines = (isAbove: boolean): string =>
    nextStepLines(remedy, 'PHS210', { theme: plainTheme }, { isAbove }).join('\n');

  expect(lines(true)).toMatch(/And \d+ more sentences \(see above\)\./);
  expect(lines(false)).toContain('The last sentence.');
  expect(lines(false)).not.toContain('see above');
});
