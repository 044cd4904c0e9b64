import { describe, expect, test } from '@jest/globals';
import { groupRemedy } from '../../src/checks/problems/judge-area.js';
import { groupByCause } from '../../src/checks/problems/problem-causes.js';
import { addStory } from '../../src/checks/changes/change.js';
import { phs303ProblemEvents } from '../../src/checks/phs303-problem-events.js';
import { known } from '../../src/model/fact.js';
import type { Remedy } from '../../src/model/finding.js';
import { firstPart, partsOf } from '../../src/views/remedy-parts.js';
import { nextStepLines } from '../../src/views/next-step.js';
import { plainTheme } from '../../src/views/theme.js';
import { adConnector, errorEvent, eventSummary, healthyFacts, now, windowStartsAt } from '../support/facts.js';

const rpc = (code: number, minutes: number, host = ''): ReturnType<typeof errorEvent> =>
  errorEvent(611, minutes, {
    message: `Password hash synchronization failed for domain: contoso.com. RPC Error ${code} : x.${host === '' ? '' : ` domain controller hostname: ${host}`}`,
    domain: 'contoso.com',
  });

function remedyOf(...errors: readonly ReturnType<typeof errorEvent>[]): Remedy {
  const connector = adConnector();
  const scope = { subject: connector.name, isMine: () => true, concerned: [connector] };
  return groupRemedy(groupByCause(eventSummary({}, errors), scope.isMine, windowStartsAt), scope);
}

const linesOf = (remedy: Remedy): string[] => nextStepLines(remedy, 'PHS404', { theme: plainTheme, columns: 80 });

describe('advice about several causes', () => {
  const several = remedyOf(rpc(8593, 1), rpc(8451, 2), rpc(8439, 3), rpc(8420, 4));

  test('has a part for each, which names its causes', () => {
    expect(several.steps?.map(({ cause }) => cause)).toEqual([
      'RPC error 8593',
      'RPC error 8451',
      'RPC error 8439, RPC error 8420',
    ]);
    expect(partsOf(several)[0]?.text).toMatch(/^\(RPC error 8593\) Finish/);
    for (const { text, commands } of several.steps ?? []) {
      expect(several.text).toContain(text);
      expect(several.commands).toEqual(expect.arrayContaining(commands));
    }
  });

  test('is, as the next step, the first of them with its own commands', () => {
    const lines = linesOf(several);
    expect(lines.join(' ')).not.toMatch(/global catalogue|Directory Service|dcdiag/);
    expect(lines).toContain('    rendom /showforest');
    expect(lines).toContain('The other causes have fixes of their own (see above).');
    expect(lines.length).toBeLessThan(12);
  });

  test('has no parts if there is one cause', () => {
    const one = remedyOf(rpc(8593, 1));
    expect([one.steps, firstPart(one), partsOf(one)]).toEqual([undefined, undefined, [one]]);
    expect(linesOf(one).join(' ')).not.toContain('other causes');
  });
});

describe('advice that speaks of somebody or something', () => {
  test('names the domain controller that the event names', () => {
    const { commands } = remedyOf(rpc(8451, 1, 'dc7.contoso.com'));
    expect(commands[0]).toBe("repadmin /showrepl 'dc7.contoso.com'");
    expect(commands.join()).not.toContain('<domain controller>');
  });

  test('says how to find a domain controller that nothing names', () => {
    const { commands } = remedyOf(rpc(8451, 1));
    expect(commands.slice(0, 3)).toEqual([
      "# In place of '<domain controller>' the name of one of those that this lists:",
      "nltest '/dclist:contoso.com'",
      "repadmin /showrepl '<domain controller>'",
    ]);
  });

  const remedy: Remedy = { text: 'Mend it.', commands: [] };
  const draft = { status: 'fail', message: 'It fails.', evidence: [], remedy } as const;

  test('asks whoever is named first, and nobody if nobody is named', () => {
    const named = addStory(draft, { text: 'Anna did it.', evidence: [], askFirst: ['CONTOSO\\anna.berg'] });
    expect(named.remedy?.text).toBe('First ask CONTOSO\\anna.berg, who made the change. Mend it.');
    for (const askFirst of [undefined, []]) {
      const nobody = addStory(draft, { text: '', evidence: [], ...(askFirst === undefined ? {} : { askFirst }) });
      expect(nobody.remedy).toEqual(draft.remedy);
    }
  });

  test('names the user of an event about one user, and traces that user', () => {
    const judged = (message: string): string => {
      const facts = healthyFacts({ events: known(eventSummary({}, [errorEvent(664, 5, { message })])) });
      const context = { now, windowStartsAt, expect: 'active' } as const;
      return JSON.stringify(phs303ProblemEvents.run(facts, context));
    };
    const named = judged('Failed. Dn: CN=Six Sixfour,DC=contoso,DC=com');
    expect(named).toContain(' for CN=Six Sixfour,DC=contoso,DC=com.');
    expect(named).toContain("phs-tool diagnose --dn 'CN=Six Sixfour,DC=contoso,DC=com'");
    expect(judged('Failed.')).not.toContain('phs-tool diagnose');
  });
});
