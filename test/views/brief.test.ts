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
    const text = `One, for contoso.com; ${'two, '.repeat(150)}two; three. Four is a meaning.`;

    expect(brief(text, above)).toBe('One, for contoso.com; and 2 more (see above).');
    expect(brief(text, '')).toBe('One, for contoso.com; and 2 more.');
  });

  test('is the first cause with what its code means, and no other code', () => {
    const text = `Event 611 (RPC error 8593); ${'event 611 (RPC error 1722), '.repeat(30)}last. 1722 (A): Away. 8593 (B): Renamed.`;

    expect(brief(text, above)).toBe('Event 611 (RPC error 8593); and 1 more (see above). 8593 (B): Renamed.');
  });

  test('keeps a first sentence that fits, whatever divides it', () => {
    const text = `It stages; it sends nothing. ${'More about it. '.repeat(60)}`.trim();

    expect(brief(text, above)).toMatch(
      /^It stages; it sends nothing\. More about it\. .* There is more to read \(see above\)\.$/,
    );
  });

  test('leaves out asides before it leaves out what to do, and nothing of a text that fits', () => {
    const aside = `Keep a note (according to a report): ${'an upgrade overwrites it, '.repeat(20)}often.`;
    const text = `It is FIPS. ${aside} Edit the file. ${'Restart it. '.repeat(15)}If it is meant, say so.`;

    expect(briefAdvice(text, above)).toMatch(
      /^It is FIPS\. Edit the file\. .*If it is meant, say so\. There is more to read \(see above\)\.$/,
    );
    expect(briefAdvice(`It is FIPS. ${aside}`, above)).toBe(`It is FIPS. ${aside}`);
    expect(brief(`According to a guide it is: ${'x '.repeat(400)}on. Then more.`, above)).toMatch(
      /^According to a guide/,
    );
  });

  test('is the sentences that fit and the number of the others', () => {
    const long = `Third ${'and '.repeat(200)}last.`;

    expect(brief(`First at contoso.com. Second. ${long}`, above)).toBe(
      'First at contoso.com. Second. There is more to read (see above).',
    );
    expect(brief(`First. ${long}`, above)).toBe('First. There is more to read (see above).');
  });

  test('is whole sentences of advice, because a part could say the opposite', () => {
    const text = `If it is active, stop; if not, go on. ${'Then more. '.repeat(90)}`.trim();

    expect(briefAdvice(text, above)).toMatch(
      /^If it is active, stop; if not, go on\. Then more\. .* There is more to read/,
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
    expect(message).toMatch(new RegExp(`^Event 611 .*; and ${count - 1} more \\(see above\\)\\. \\d+ \\(.*\\.$`));
    expect(remedy).toMatch(/ There is more to read \(see above\)\.$/);
    expect(Math.max(message.length, remedy.length)).toBeLessThan(700);
  });
});

test('a next step is cut short only if the whole of it stands above', () => {
  const remedy = { text: `${'Do this with care and look at the result. '.repeat(20)}The last sentence.`, commands: [] };
  const lines = (isAbove: boolean): string =>
    nextStepLines(remedy, 'PHS210', { theme: plainTheme }, { isAbove }).join('\n');

  expect(lines(true)).toMatch(/There is more to read \(see above\)\./);
  expect(lines(false)).toContain('The last sentence.');
  expect(lines(false)).not.toContain('see above');
});

describe('the commands of a next step', () => {
  const commands = Array.from({ length: 9 }, (_, index) => (index === 5 ? '# Then:' : `Get-Thing${index}`));
  const linesOf = (sentences: number): readonly string[] =>
    nextStepLines({ text: 'Look at it with care. '.repeat(sentences).trim(), commands }, 'PHS404', {
      theme: plainTheme,
    });

  test('are the first ones beside advice that is cut short, and the number of the others', () => {
    expect(linesOf(60).filter((line) => line.startsWith('    '))).toEqual([
      ...commands.slice(0, 5).map((command) => `    ${command}`),
      '    # And 3 more commands (see above).',
    ]);
  });

  test('are all of them beside advice that is told whole', () => {
    expect(linesOf(2).filter((line) => line.startsWith('    '))).toEqual(commands.map((command) => `    ${command}`));
  });
});
