import { describe, expect, test } from '@jest/globals';
import type { DiagnosticEntry } from '../../src/model/diagnostic-entry.js';
import { known } from '../../src/model/fact.js';
import type { ObjectTrace } from '../../src/model/object-trace.js';
import type { ObjectOpinionEntry } from '../../src/model/second-opinion.js';
import { unreadable } from '../support/facts.js';
import { resultOf, said } from '../support/object-results.js';
import { attribute, directoryObject, metaverseObject, sourceObject, targetObject } from '../support/trace.js';

function opinionOn(
  changes: Partial<ObjectTrace>,
  ...entries: readonly DiagnosticEntry[]
): readonly ObjectOpinionEntry[] {
  const { secondOpinion } = resultOf({ ...changes, secondOpinion: known(entries) });
  return secondOpinion?.known === true ? secondOpinion.value : [];
}

/** Our check and finding beside the first line, and whether the two disagree. */
function first(changes: Partial<ObjectTrace>, ...entries: readonly DiagnosticEntry[]): unknown {
  const [entry] = opinionOn(changes, ...entries);
  return [entry?.check, entry?.ours, entry?.disagrees];
}

const gone: Partial<ObjectTrace> = { source: known(null) };
const notInMetaverse: Partial<ObjectTrace> = {
  source: known(sourceObject({ metaverseObjectId: null })),
  metaverse: known(null),
};
const notInEntra: Partial<ObjectTrace> = {
  metaverse: known(metaverseObject({ links: metaverseObject().links.slice(0, 1) })),
  target: known(null),
};
const filtered: Partial<ObjectTrace> = {
  metaverse: known(
    metaverseObject({ attributes: [...metaverseObject().attributes, attribute('cloudFiltered', 'true')] }),
  ),
};
const exportError: Partial<ObjectTrace> = { target: known(targetObject({ hasExportError: true, exportError: 'x' })) };
const noInbound: Partial<ObjectTrace> = {
  source: known(sourceObject({ lineage: sourceObject().lineage.slice(0, 1) })),
};
const noOutbound: Partial<ObjectTrace> = { target: known(targetObject({ lineage: [] })) };
const failedLog: Partial<ObjectTrace> = { log: known([{ status: 'Error', at: null, details: null }]) };
const temporary: Partial<ObjectTrace> = {
  directory: known(directoryObject({ mustChangePassword: true, passwordLastSetAt: null })),
};

describe('an object on which the two', () => {
  test.each([
    ['connector-space', 'PHS503', gone],
    ['metaverse', 'PHS506', notInMetaverse],
    ['entra-connector-space', 'PHS508', notInEntra],
    ['exported', 'PHS509', exportError],
    ['inbound-rule', 'PHS505', noInbound],
    ['outbound-rule', 'PHS510', noOutbound],
    ['last-attempt', 'PHS511', failedLog],
    ['temporary-password', 'PHS512', temporary],
  ] as const)('agree or disagree about %s (%s)', (topic, check, broken) => {
    const ok = said(topic, 'ok', 'fine');
    const problem = said(topic, 'problem', 'not fine');

    expect(first({}, ok)).toEqual([check, 'pass', false]);
    expect(first({}, problem)).toEqual([check, 'pass', true]);
    expect(first(broken, problem)).toEqual([check, 'fail', false]);
    expect(first(broken, ok)).toEqual([check, 'fail', true]);
  });

  test('found it do not disagree, although we find more wrong with it', () => {
    expect(first(filtered, said('metaverse', 'ok', 'is found'))).toEqual(['PHS506', 'fail', false]);
    expect(first(filtered, said('metaverse', 'problem', 'is not found'))).toEqual(['PHS506', 'fail', true]);
  });

  test('do not disagree about what the other one objects to in another line', () => {
    const exported = said('exported', 'ok', 'is exported');

    expect(first(exportError, exported, said('exported', 'problem', 'has export errors'))).toEqual([
      'PHS509',
      'fail',
      false,
    ]);
  });

  test('are not compared where we could not read, or did not judge', () => {
    const problem = said('last-attempt', 'problem', 'Error');

    expect(first({ log: unreadable() }, problem)).toEqual(['PHS511', 'unknown', false]);
    expect(first(gone, problem)).toEqual(['PHS511', 'skip', false]);
    expect(first({ metaverse: unreadable() }, said('metaverse', 'problem', 'is not found'))).toEqual([
      'PHS506',
      'unknown',
      false,
    ]);
  });
});

test('lines about the server and lines that are not known are kept, and compared with nothing', () => {
  const entries = [said('heartbeat', 'problem', 'No heartbeat'), said('other', 'problem', '?!')];

  expect(opinionOn({}, ...entries)).toEqual(
    entries.map(({ color, ...entry }) => ({ ...entry, colour: color, check: null, ours: null, disagrees: false })),
  );
});

test('a second opinion that was not wanted is not there; one that could not be had is a reason', () => {
  expect(resultOf()).not.toHaveProperty('secondOpinion');
  expect(resultOf({ secondOpinion: unreadable('timeout') }).secondOpinion).toMatchObject({
    known: false,
    reason: { code: 'timeout' },
  });
});
