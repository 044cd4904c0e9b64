import { describe, expect, test } from '@jest/globals';
import type { CheckContext } from '../../src/checks/check.js';
import { runChecks } from '../../src/checks/run-checks.js';
import type { Facts, Partition } from '../../src/model/facts.js';
import type { Finding } from '../../src/model/finding.js';
import {
  adConnector,
  channel,
  entraConnector,
  errorEvent,
  eventSummary,
  healthyFacts,
  ids,
  now,
  partition,
  state,
  tally,
  unreadable,
  windowStartsAt,
} from '../support/facts.js';
import { known } from '../../src/model/fact.js';

const context: CheckContext = { now, windowStartsAt, expect: 'active' };

function finding(check: string, facts: Facts, changes: Partial<CheckContext> = {}): Finding | undefined {
  return runChecks(facts, { ...context, ...changes }).find((candidate) => candidate.check === check);
}

const platformOf = (productVersion: string): Facts['platform'] => {
  const { platform } = healthyFacts();
  return platform.known ? known({ ...platform.value, productVersion }) : platform;
};

const twoDomains: readonly Partition[] = [partition('a.test'), partition('b.test')];

describe('an old build', () => {
  const oldBuild = { platform: platformOf('1.1.880.0') };

  test('explains that the cmdlet of the last cycles is missing', () => {
    const facts = healthyFacts({ ...oldBuild, partitionStates: unreadable('command-missing') });
    expect(finding('PHS302', facts)).toMatchObject({ status: 'skip', blockedBy: 'PHS106' });
  });

  test.each([
    ['1.1.500.0', ['no', 'no', 'no']],
    ['1.1.524.0', ['yes', 'no', 'no']],
    ['1.1.880.0', ['yes', 'yes', 'no']],
  ])("%s is compared with the gates of Microsoft's page", (version, answers) => {
    const { evidence = [] } = finding('PHS106', healthyFacts({ platform: platformOf(version) })) ?? {};
    expect(evidence.slice(1, -1).map(({ value }) => value)).toEqual(answers);
  });

  test('of 2.x does not explain a cmdlet that it has, however old it is', () => {
    const facts = healthyFacts({ platform: platformOf('2.5.190.0'), partitionStates: unreadable('command-missing') });
    expect(finding('PHS302', facts)).toMatchObject({ status: 'unknown' });
  });

  test('does not explain that the event log cannot be read', () => {
    const facts = healthyFacts({
      ...oldBuild,
      events: unreadable('command-missing'),
      eventLogReach: unreadable('command-missing'),
    });
    expect(finding('PHS107', facts)?.status).toBe('unknown');
    expect(finding('PHS303', facts)?.status).toBe('unknown');
  });
});

describe('the rights of the account', () => {
  test('are not in order because every cmdlet is missing', () => {
    const missing = unreadable('command-missing');
    const facts = healthyFacts({
      connectors: missing,
      companyFeature: missing,
      scheduler: missing,
      globalSetting: missing,
      channels: missing,
      partitionStates: missing,
    });
    expect(finding('PHS102', facts)?.status).toBe('unknown');
    expect(finding('PHS102', healthyFacts())?.status).toBe('pass');
  });
});

describe('the last cycles', () => {
  const connectors = known([entraConnector(), adConnector('contoso.com', { partitions: [...twoDomains] })]);
  const both = known(twoDomains.map(({ dn }) => state(ids.contoso, { dn })));

  test('are complete only when each synchronized domain has one', () => {
    expect(finding('PHS302', healthyFacts({ connectors, partitionStates: both }))?.status).toBe('pass');
    const one = known([state(ids.contoso, { dn: twoDomains[0]?.dn ?? '' })]);
    const incomplete = finding('PHS302', healthyFacts({ connectors, partitionStates: one }));
    expect(incomplete).toMatchObject({ status: 'warn', message: 'No cycle is recorded for b.test.' });
  });

  test('are no sign of life when they fail', () => {
    const silent = { events: known(eventSummary({})) };
    const failed = known([
      state(ids.contoso, { lastCycleStatus: 'Failed', lastSuccessStartedAt: null, lastSuccessEndedAt: null }),
    ]);
    expect(finding('PHS301', healthyFacts({ ...silent, partitionStates: failed }))?.status).toBe('fail');
    expect(finding('PHS301', healthyFacts(silent))?.status).toBe('pass');
  });

  test('of two minutes ago are in order also in a window of one minute', () => {
    const minute = { windowStartsAt: new Date(now.getTime() - 60_000) };
    expect(finding('PHS302', healthyFacts(), minute)?.status).toBe('pass');
  });
});

describe('silence', () => {
  const silent = healthyFacts({ events: known(eventSummary({})), partitionStates: unreadable('failed') });

  test('proves nothing in a window shorter than the cadence of heartbeats', () => {
    const short = { windowStartsAt: new Date(now.getTime() - 10 * 60_000) };
    expect(finding('PHS301', silent, short)?.status).toBe('unknown');
    expect(finding('PHS301', silent)?.status).toBe('fail');
  });
});

describe('a failure of one domain', () => {
  const failing = (partitions: readonly Partition[], partitionStates: Facts['partitionStates']): Facts =>
    healthyFacts({
      connectors: known([entraConnector(), adConnector('contoso.com', { partitions: [...partitions] })]),
      partitionStates,
      events: known(eventSummary({ [ids.contoso]: [tally(654, 1)] }, [errorEvent(611, 5, { domain: 'b.test' })])),
    });

  test('is not over because of the heartbeat of a forest with several, when its own cycles cannot be read', () => {
    expect(finding('PHS303', failing(twoDomains, unreadable('command-missing')))?.status).toBe('fail');
  });

  test('is over when its own cycle succeeded and the forest answers', () => {
    const states = known(twoDomains.map(({ dn }) => state(ids.contoso, { dn })));
    expect(finding('PHS303', failing(twoDomains, states))?.status).toBe('warn');
  });
});

describe('a channel that is off', () => {
  test('is said also when there are two Entra connectors; where an enabled one writes to is not', () => {
    const connectors = known([entraConnector(), entraConnector({ name: 'second' }), adConnector()]);
    const off = known([channel('contoso.com', { enabled: false })]);
    expect(finding('PHS205', healthyFacts({ connectors, channels: off }))?.status).toBe('fail');
    expect(finding('PHS205', healthyFacts({ connectors }))).toMatchObject({ status: 'skip', blockedBy: 'PHS201' });
  });
});
