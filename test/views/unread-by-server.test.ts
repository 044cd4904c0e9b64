import { describe, expect, test } from '@jest/globals';
import { known, type UnknownCode } from '../../src/model/fact.js';
import type { Facts } from '../../src/model/facts.js';
import type { ObjectResult } from '../../src/model/object-report.js';
import type { ObjectReference, ObjectTrace } from '../../src/model/object-trace.js';
import { buildObjectResult } from '../../src/report/build-object-result.js';
import { ServerForUsers } from '../../src/report/server-for-users.js';
import { createTextObjectView } from '../../src/views/object-text.js';
import { plainTheme } from '../../src/views/theme.js';
import { entraConnector, now, unreadable } from '../support/facts.js';
import { printed } from '../support/object-results.js';
import { healthyTrace, serverFacts, userDn, userEvents } from '../support/trace.js';

const stopped = known({ name: 'ADSync', displayName: 'Microsoft Azure AD Sync', status: 'Stopped' });
const bySam: ObjectReference = { kind: 'sam', text: 'anna' };
const byDn: ObjectReference = { kind: 'dn', text: userDn };

/** The trace of a user of whom nothing could be read, for one reason. */
function unreadTrace(reference: ObjectReference, code: UnknownCode): ObjectTrace {
  const nothing = unreadable(code);
  return healthyTrace({
    reference,
    distinguishedName: reference.kind === 'dn' ? userDn : null,
    connectorNames: [],
    directory: nothing,
    source: nothing,
    metaverse: nothing,
    target: nothing,
    log: nothing,
  });
}

function judged(reference: ObjectReference, code: UnknownCode, changes: Partial<Facts>): ObjectResult {
  const facts = serverFacts(changes);
  const trace = unreadTrace(reference, code);
  return buildObjectResult(
    { trace, server: facts, userEvents: known(userEvents()) },
    {
      ...{ index: 1, line: null, now, withSides: false },
      serverCauses: new ServerForUsers(facts, 'active').listCauses(trace, undefined),
    },
  );
}

function screenOf(result: ObjectResult): string {
  return printed(createTextObjectView({ theme: plainTheme, verbosity: 'normal', single: true }), [result]);
}

const whole = { source: 'unknown', target: 'unknown', password: 'unknown' };

describe('a user of whom nothing could be read', () => {
  test.each([
    ['named by his account name', bySam, 12],
    ['named by his DN', byDn, 11],
  ])('because the service is stopped, %s, is told in one line, and the service is the cause', (_how, name, count) => {
    const result = judged(name, 'service-stopped', {
      service: stopped,
      connectors: unreadable('service-stopped'),
    });

    expect(result).toMatchObject({ status: 'fail', cause: { check: 'PHS104' }, way: whole });
    expect(result.password).toMatchObject({ state: 'unknown', next: 'stopped' });
    const lines = screenOf(result).split('\n');
    expect(lines.filter((line) => line.includes('not evaluated'))).toEqual([
      `  [skip]    ${count} checks not evaluated: Microsoft Azure AD Sync (ADSync) is not running; its state is Stopped (PHS104); -v lists them`,
    ]);
    expect(lines.filter((line) => line.includes('[unknown] PHS'))).toEqual([]);
  });

  test('because there is no AD connector is told in one line, and the misspelt domain is not the cause', () => {
    const none = { connectors: known([entraConnector()]), channels: known([]) };
    for (const name of [bySam, byDn]) {
      const result = judged(name, 'not-collected', none);

      expect(result).toMatchObject({ status: 'fail', cause: { check: 'PHS202' }, way: whole });
      expect(screenOf(result)).toContain('checks not evaluated: There is no AD DS connector on this server (PHS202)');
    }
  });

  test('for a reason that no check of the server reports stays unknown, each with the reason', () => {
    const result = judged(bySam, 'service-stopped', { connectors: unreadable('service-stopped') });

    expect(result).toMatchObject({ status: 'unknown', way: whole });
    expect(screenOf(result)).toContain('[unknown] PHS502, PHS503');
    expect(screenOf(result)).not.toMatch(/not evaluated|by DN instead/);
  });
});
