import { describe, expect, test } from '@jest/globals';
import type { DiagnosticEntry } from '../../src/model/diagnostic-entry.js';
import { known } from '../../src/model/fact.js';
import type { ObjectTrace } from '../../src/model/object-trace.js';
import type { SecondOpinionEntry } from '../../src/model/second-opinion.js';
import { minutesAgo, unreadable } from '../support/facts.js';
import { resultOf, said } from '../support/object-results.js';
import { attribute, directoryObject, metaverseObject, sourceObject, targetObject } from '../support/trace.js';

function opinionOn(
  changes: Partial<ObjectTrace>,
  ...entries: readonly DiagnosticEntry[]
): readonly SecondOpinionEntry[] {
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
    ['temporary-password', 'PHS512', temporary],
  ] as const)('agree or disagree about %s (%s)', (topic, check, broken) => {
    const ok = said(topic, 'ok', 'fine');
    const problem = said(topic, 'problem', 'not fine');

    expect(first({}, ok)).toEqual([check, 'pass', false]);
    expect(first({}, problem)).toEqual([check, 'pass', true]);
    expect(first(broken, problem)).toEqual([check, 'fail', false]);
    expect(first(broken, ok)).toEqual([check, 'fail', true]);
  });

  test('agree or disagree about the last attempt by the newest entry of the log, not by what happened since', () => {
    const ok = said('last-attempt', 'ok', 'was Success');
    const problem = said('last-attempt', 'problem', 'was Error');
    const changedSince: Partial<ObjectTrace> = {
      log: known([{ status: 'Success', at: minutesAgo(200), details: null }]),
      directory: known(directoryObject({ passwordLastSetAt: minutesAgo(100) })),
    };

    expect(first({}, ok)).toEqual(['PHS511', 'pass', false]);
    expect(first({}, problem)).toEqual(['PHS511', 'pass', true]);
    expect(first(failedLog, problem)).toEqual(['PHS511', 'fail', false]);
    expect(first(failedLog, ok)).toEqual(['PHS511', 'fail', true]);
    expect(first(changedSince, ok)).toEqual(['PHS511', 'fail', false]);
  });

  test('agree that there is no history if the log is empty, and disagree if it is not', () => {
    const none = said('history', 'warning', 'does not have any password change history');

    expect(first({ log: known([]) }, none)).toEqual(['PHS511', expect.anything(), false]);
    expect(first({}, none)).toEqual(['PHS511', 'pass', true]);
  });

  test('agree or disagree about a synchronization error by what the objects have', () => {
    const error = said('synchronization-error', 'problem', 'has a synchronization error');

    expect(first({ source: known(sourceObject({ hasSyncError: true })) }, error)).toEqual(['PHS506', 'warn', false]);
    expect(first({ target: known(targetObject({ hasSyncError: true })) }, error)).toEqual(['PHS506', 'pass', false]);
    expect(first({}, error)).toEqual(['PHS506', 'pass', true]);
  });

  test('agree that rules are not applied if one of ours is missing, and disagree if none is', () => {
    const none = said('rules', 'problem', 'Synchronization rules are not applied');

    expect(first(noOutbound, none)).toEqual(['PHS510', 'fail', false]);
    expect(first({}, none)).toEqual(['PHS505', 'pass', true]);
  });

  test('do not disagree about another object or another connector', () => {
    const other = {
      ...said('connector-space', 'problem', 'Object "CN=Other,DC=contoso,DC=com" is not found in AD Connector Space'),
      subject: 'CN=Other,DC=contoso,DC=com',
    };
    const elsewhere = said('connector-space', 'problem', 'It is not found in AD Connector Space - "fabrikam.com"');
    const here = said('connector-space', 'problem', 'It is not found in AD Connector Space - "contoso.com"');

    expect(first({}, other)).toEqual(['PHS503', 'pass', false]);
    expect(first({}, elsewhere)).toEqual(['PHS503', 'pass', false]);
    expect(first({}, here)).toEqual(['PHS503', 'pass', true]);
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
