import { describe, expect, test } from '@jest/globals';
import {
  decide,
  isLeftOff,
  isOnlyDoubt,
  leftOffBy,
  mayBeLeftOff,
  mayRun,
  verdicts,
  type LeftOffBy,
  type Verdict,
} from '../../src/guard/decide.js';
import { evidenceValues, type GuardEvidence } from '../../src/guard/evidence.js';

/** Nothing was found, everything could be read, and it is on. */
const nothing: GuardEvidence = {
  journal: 'read',
  log: 'read',
  logSays: 'agrees',
  parameter: 'absent',
  channel: 'on',
  identity: 'same',
  lock: 'free',
  stage: 'none',
  earlier: 'in-order',
  doubts: 'none',
  sawOn: 'no',
};

function* allEvidence(): Generator<GuardEvidence> {
  for (const journal of evidenceValues.journal)
    for (const log of evidenceValues.log)
      for (const logSays of evidenceValues.logSays)
        for (const parameter of evidenceValues.parameter)
          for (const channel of evidenceValues.channel)
            for (const identity of evidenceValues.identity)
              for (const lock of evidenceValues.lock)
                for (const stage of evidenceValues.stage)
                  for (const earlier of evidenceValues.earlier)
                    for (const doubts of evidenceValues.doubts)
                      for (const sawOn of evidenceValues.sawOn)
                        yield {
                          journal,
                          log,
                          logSays,
                          parameter,
                          channel,
                          identity,
                          lock,
                          stage,
                          earlier,
                          doubts,
                          sawOn,
                        };
}

/** One statement about every input; the first input that breaks it is kept. */
interface Property {
  readonly name: string;
  readonly when: (evidence: GuardEvidence, verdict: Verdict) => boolean;
  readonly then: (evidence: GuardEvidence, verdict: Verdict) => boolean;
}

const untouched: readonly string[] = ['none', 'superseded', 'abandoned'];
const unfinishedOff: readonly string[] = ['off-intent', 'on-seen', 'damaged-off', 'early-end'];

const properties: readonly Property[] = [
  {
    name: 'I1: a run begins only where none was, or the last one ended before anything was switched, or a supersede opened it',
    when: (_, verdict) => mayRun(verdict),
    then: ({ stage, earlier, logSays }) => untouched.includes(stage) && earlier === 'in-order' && logSays === 'agrees',
  },
  {
    name: 'I1: a run never begins while the parameter of another one is there, unless a supersede set that value aside',
    when: (_, verdict) => mayRun(verdict),
    then: ({ parameter, stage }) => parameter === 'absent' || (parameter === 'as-recorded' && stage !== 'none'),
  },
  {
    name: 'I1: nothing begins while somebody holds the lock',
    when: ({ lock }) => lock !== 'free',
    then: (_, verdict) => !mayRun(verdict),
  },
  {
    name: 'I3: it is turned on only when the own unfinished run saw it on and may have switched it off',
    when: (_, verdict) => verdict === 'REPAIR_NOW',
    then: ({ sawOn, channel, identity, journal, stage, log, logSays, lock }) =>
      sawOn === 'yes' &&
      channel === 'off' &&
      identity !== 'foreign' &&
      journal === 'read' &&
      lock !== 'busy' &&
      (unfinishedOff.includes(stage) || logSays === 'off-intent' || (stage === 'going' && log === 'unreadable')),
  },
  {
    name: 'I3: a run never begins while it is off, whoever did that',
    when: ({ channel }) => channel !== 'on',
    then: (_, verdict) => !mayRun(verdict),
  },
  {
    name: 'I3: after it was turned on twice, or the run came to its end, it is nobody of ours who turns it on',
    when: ({ stage, logSays }) =>
      ['again', 'verified', 'repaired', 'unknown-outcome'].includes(stage) ||
      (['abandoned', 'param-only'].includes(stage) && logSays !== 'off-intent'),
    then: (_, verdict) => verdict !== 'REPAIR_NOW',
  },
  {
    name: 'I2: off after the own run permitted it is repaired, or, while somebody holds the lock, said to be in progress',
    when: ({ channel, identity, journal, stage, sawOn }) =>
      channel === 'off' &&
      identity !== 'foreign' &&
      journal === 'read' &&
      sawOn === 'yes' &&
      unfinishedOff.includes(stage),
    then: ({ lock }, verdict) => verdict === (lock === 'busy' ? 'IN_PROGRESS' : 'REPAIR_NOW'),
  },
  {
    name: 'I2: every unfinished run that may have switched off is left off when it is off, whatever else is known',
    when: ({ channel, identity, stage }) =>
      channel === 'off' && identity !== 'foreign' && [...unfinishedOff, 'again'].includes(stage),
    then: (evidence) => isLeftOff(evidence),
  },
  {
    name: 'I2: an event that permits switching off, and none that tells on again, is left off when it is off, whatever the journal says',
    when: ({ channel, identity, logSays }) => channel === 'off' && identity !== 'foreign' && logSays === 'off-intent',
    then: (evidence) => isLeftOff(evidence),
  },
  {
    name: 'I2: an event that permits switching off is repaired, whichever slot the journal of that run stops at',
    when: ({ channel, identity, journal, sawOn, lock, logSays, stage }) =>
      channel === 'off' &&
      ['same', 'renamed', 'unknown'].includes(identity) &&
      journal === 'read' &&
      sawOn === 'yes' &&
      lock !== 'busy' &&
      logSays === 'off-intent' &&
      ['superseded', 'claimed', 'going', 'closed', 'abandoned', 'param-only', 'damaged'].includes(stage),
    then: (_, verdict) => verdict === 'REPAIR_NOW',
  },
  {
    name: 'I2: a run that went, and whose permission could only stand in a log that cannot be read, is repaired when it is off',
    when: ({ channel, identity, journal, sawOn, lock, log, stage }) =>
      channel === 'off' &&
      identity !== 'foreign' &&
      journal === 'read' &&
      sawOn === 'yes' &&
      lock !== 'busy' &&
      log === 'unreadable' &&
      stage === 'going',
    then: (evidence, verdict) => verdict === 'REPAIR_NOW' && isLeftOff(evidence),
  },
  {
    name: 'I2: a run that the journal holds up to its begin, and of which an event permits switching off, is not over: off is left off',
    when: ({ channel, identity, logSays, stage }) =>
      channel === 'off' &&
      identity !== 'foreign' &&
      (logSays === 'off-intent' || logSays === 'on-again') &&
      (stage === 'claimed' || stage === 'going'),
    then: (evidence) => isLeftOff(evidence),
  },
  {
    name: 'I2: an earlier run that may have switched off and has no end left off what is off',
    when: ({ channel, identity, earlier }) =>
      channel === 'off' && identity !== 'foreign' && earlier === 'unfinished-off',
    then: (evidence) => isLeftOff(evidence),
  },
  {
    name: 'I3: where an event tells on again, a run that was closed or ended, or whose journal is gone, left nothing off',
    when: ({ logSays, stage, earlier, doubts }) =>
      logSays === 'on-again' &&
      doubts !== 'off-intent' &&
      earlier !== 'unfinished-off' &&
      ['none', 'superseded', 'closed', 'abandoned', 'param-only', 'damaged'].includes(stage),
    then: (evidence) => !isLeftOff(evidence),
  },
  {
    name: 'what was left off may be left off, and nothing that is on may be',
    when: ({ channel }) => channel !== 'unreadable',
    then: (evidence) => isLeftOff(evidence) === mayBeLeftOff(evidence),
  },
  {
    name: 'I5: whether it is on could not be read, after switching off was permitted: it may be left off',
    when: ({ channel, identity, stage, logSays }) =>
      channel === 'unreadable' &&
      identity !== 'foreign' &&
      (logSays === 'off-intent' || [...unfinishedOff, 'again'].includes(stage)),
    then: (evidence) => mayBeLeftOff(evidence) && !isLeftOff(evidence),
  },
  {
    name: 'what is repaired was left off',
    when: (_, verdict) => verdict === 'REPAIR_NOW',
    then: (evidence) => isLeftOff(evidence),
  },
  {
    name: 'nothing is left off while it is on, or on another server',
    when: ({ channel, identity }) => channel !== 'off' || identity === 'foreign',
    then: (evidence) => !isLeftOff(evidence),
  },
  {
    name: 'I5: none counts only when every source could be read',
    when: (_, verdict) => mayRun(verdict),
    then: ({ journal, log, parameter, channel, identity, lock }) =>
      journal === 'read' &&
      log === 'read' &&
      parameter !== 'unreadable' &&
      channel === 'on' &&
      identity === 'same' &&
      lock === 'free',
  },
  {
    name: 'I5: "could not be read" is said only where nothing was found that decides by itself',
    when: (_, verdict) => verdict === 'REFUSE_EVIDENCE_UNREADABLE',
    then: ({ stage, parameter, channel, logSays }) =>
      untouched.includes(stage) && parameter !== 'present' && channel !== 'off' && logSays === 'agrees',
  },
  {
    name: 'the rule: events that cannot be verified change a verdict only from one that lets a run begin to a refusal',
    when: ({ doubts }) => doubts !== 'none',
    then: (evidence, verdict) => {
      const without = decide({ ...evidence, doubts: 'none' });
      return mayRun(without) ? verdict === 'REFUSE_EVIDENCE_UNREADABLE' : verdict === without;
    },
  },
  {
    name: 'the rule: events that cannot be verified never end an alarm, and a permission among them raises one',
    when: ({ doubts, channel, identity }) => doubts !== 'none' && channel === 'off' && identity !== 'foreign',
    then: (evidence) =>
      isLeftOff(evidence) || (evidence.doubts === 'some' && !isLeftOff({ ...evidence, doubts: 'none' })),
  },
  {
    name: 'the rule: what only events say orders nothing and is an alarm of its own',
    when: ({ stage, logSays, doubts, earlier, channel, identity }) =>
      ['none', 'superseded'].includes(stage) &&
      (logSays === 'off-alone' || doubts === 'off-intent') &&
      logSays !== 'off-intent' &&
      earlier !== 'unfinished-off' &&
      channel === 'off' &&
      identity === 'same',
    then: (evidence, verdict) => verdict !== 'REPAIR_NOW' && leftOffBy(evidence) !== 'journal' && isLeftOff(evidence),
  },
  {
    name: 'I2: permitted, not seen on, and off is left off, whatever the end says',
    when: ({ stage, channel, identity }) =>
      ['off-intent', 'early-end', 'damaged-off'].includes(stage) && channel === 'off' && identity !== 'foreign',
    then: (evidence) => isLeftOff(evidence) && leftOffBy(evidence) === 'journal',
  },
  {
    name: 'a torn slot, or one of a newer version, never lets a run begin',
    when: ({ stage }) => ['damaged', 'damaged-off', 'newer'].includes(stage),
    then: (_, verdict) => ['FOREIGN', 'IN_PROGRESS', 'REPAIR_NOW', 'HUMAN'].includes(verdict),
  },
  {
    name: 'a journal that others could write to, or that contradicts the events, needs a human',
    when: ({ journal, logSays, lock, identity }) =>
      (journal === 'untrusted' || logSays === 'disagrees') && lock !== 'busy' && identity === 'same',
    then: (_, verdict) => verdict === 'HUMAN' || verdict === 'REPAIR_NOW',
  },
  {
    name: 'a foreign journal is told as that before everything else',
    when: ({ identity }) => identity === 'foreign',
    then: (_, verdict) => verdict === 'FOREIGN',
  },
];

describe('decide over the whole product of its inputs', () => {
  const broken = new Map<string, GuardEvidence>();
  const applied = new Map<string, number>();
  const reached = new Set<Verdict>();
  let count = 0;
  for (const evidence of allEvidence()) {
    count += 1;
    const verdict = decide(evidence);
    reached.add(verdict);
    for (const { name, when, then } of properties) {
      if (when(evidence, verdict)) {
        applied.set(name, (applied.get(name) ?? 0) + 1);
        if (!then(evidence, verdict) && !broken.has(name)) {
          broken.set(name, evidence);
        }
      }
    }
  }

  test('looks at every input and reaches every verdict', () => {
    const size = Object.values(evidenceValues).reduce((product, values) => product * values.length, 1);

    expect(count).toBe(size);
    expect([...reached].sort()).toEqual([...verdicts].sort());
  });

  test.each(properties.map(({ name }) => [name]))('%s', (name) => {
    expect({ name, counterexample: broken.get(name) }).toEqual({ name, counterexample: undefined });
    expect(applied.get(name)).toBeGreaterThan(0);
  });
});

describe('the evidence table of the reference (2.10)', () => {
  const finished = { sawOn: 'yes', parameter: 'present' } as const;

  test.each<[string, Partial<GuardEvidence>, Verdict]>([
    ['no evidence anywhere, and it is on', {}, 'MAY_RUN'],
    ['no evidence, and it is off: not by us, and this command is not the cure', { channel: 'off' }, 'REFUSE_PHS_OFF'],
    ['no journal and an event of a run: the journal was deleted', { logSays: 'more' }, 'REFUSE_ALREADY_RUN'],
    [
      'no journal and the event that permits switching off, and it is on',
      { logSays: 'off-intent' },
      'REFUSE_ALREADY_RUN',
    ],
    [
      'no journal and the event that permits switching off, and it is off: nobody knows whether it was on',
      { logSays: 'off-intent', channel: 'off' },
      'REFUSE_PHS_OFF',
    ],
    [
      'no record of ours, and the parameter is there: done outside this tool',
      { parameter: 'present' },
      'REFUSE_ALREADY_RUN',
    ],
    ['no record, and the events cannot be read', { log: 'unreadable' }, 'REFUSE_EVIDENCE_UNREADABLE'],
    ['no record, and the journal cannot be read', { journal: 'unreadable' }, 'REFUSE_EVIDENCE_UNREADABLE'],
    ['a claim without GO, the lock busy', { stage: 'claimed', lock: 'busy' }, 'IN_PROGRESS'],
    ['a claim without GO, the lock free', { stage: 'claimed', sawOn: 'yes' }, 'IN_PROGRESS'],
    [
      'GO without permission to switch off, and it is off: not by us',
      { stage: 'going', channel: 'off', sawOn: 'yes' },
      'REFUSE_PHS_OFF',
    ],
    [
      'GO, the event that permits switching off without its slot, and it is off',
      { stage: 'going', logSays: 'off-intent', channel: 'off', sawOn: 'yes' },
      'REPAIR_NOW',
    ],
    [
      'permission to switch off, not seen on again, and it is off',
      { ...finished, stage: 'off-intent', channel: 'off' },
      'REPAIR_NOW',
    ],
    [
      'the slot of permission is torn, and it is off: on first, questions later',
      { ...finished, stage: 'damaged-off', channel: 'off' },
      'REPAIR_NOW',
    ],
    ['permission, not seen on: nobody saw it', { ...finished, stage: 'off-intent' }, 'UNKNOWN_OUTCOME'],
    ['ended although nobody saw it on again', { ...finished, stage: 'early-end' }, 'UNKNOWN_OUTCOME'],
    [
      'events of a run that nothing else knows: they order nothing',
      { ...nothing, channel: 'off', logSays: 'off-alone', sawOn: 'yes' },
      'REFUSE_PHS_OFF',
    ],
    ['events that cannot be verified', { ...nothing, doubts: 'some' }, 'REFUSE_EVIDENCE_UNREADABLE'],
    [
      'a permission that cannot be verified, and it is off',
      { ...nothing, channel: 'off', doubts: 'off-intent', sawOn: 'yes', stage: 'claimed' },
      'REFUSE_PHS_OFF',
    ],
    ['abandoned before anything was switched', { stage: 'abandoned', sawOn: 'yes' }, 'ABANDONED_MAY_RUN'],
    [
      'abandoned, and an event says that switching off was permitted',
      { stage: 'abandoned', sawOn: 'yes', logSays: 'off-intent' },
      'HUMAN',
    ],
    ...(['closed', 'abandoned', 'param-only', 'superseded'] as const).map(
      (stage): [string, Partial<GuardEvidence>, Verdict] => [
        `${stage}, an event says that switching off was permitted, and it is off: the event wins`,
        { stage, sawOn: 'yes', logSays: 'off-intent', channel: 'off' },
        'REPAIR_NOW',
      ],
    ),
    [
      'closed, an event permits switching off, it is off, and nobody knows whether it was on',
      { stage: 'closed', logSays: 'off-intent', channel: 'off' },
      'REFUSE_PHS_OFF',
    ],
    [
      'closed, and events say off and on again; it is off: not by us',
      { stage: 'closed', sawOn: 'yes', logSays: 'on-again', channel: 'off' },
      'REFUSE_PHS_OFF',
    ],
    ['no journal, and events say off and on again: it ran', { logSays: 'on-again' }, 'REFUSE_ALREADY_RUN'],
    [
      'abandoned, and somebody set the parameter since',
      { stage: 'abandoned', parameter: 'present' },
      'REFUSE_ALREADY_RUN',
    ],
    ['verified, and the parameter is gone: nothing is inferred', { stage: 'verified' }, 'REFUSE_ALREADY_RUN'],
    ['verified, and the events are lost', { ...finished, stage: 'verified', log: 'unreadable' }, 'REFUSE_ALREADY_RUN'],
    ['repaired', { ...finished, stage: 'repaired' }, 'REFUSE_ALREADY_RUN'],
    [
      'verified, and it is off now: not ours any more',
      { ...finished, stage: 'verified', channel: 'off' },
      'REFUSE_PHS_OFF',
    ],
    ['ended without knowing', { ...finished, stage: 'unknown-outcome' }, 'UNKNOWN_OUTCOME'],
    ['only the parameter was set', { ...finished, stage: 'param-only' }, 'REFUSE_ALREADY_RUN'],
    ['a torn slot', { stage: 'damaged' }, 'HUMAN'],
    ['a slot of a newer version', { stage: 'newer' }, 'HUMAN'],
    ['a directory of another owner', { journal: 'untrusted' }, 'HUMAN'],
    ['another machine', { stage: 'verified', identity: 'foreign' }, 'FOREIGN'],
    [
      'another machine, and it is off there',
      { stage: 'off-intent', identity: 'foreign', channel: 'off', sawOn: 'yes' },
      'FOREIGN',
    ],
    ['connectors with other names', { stage: 'verified', identity: 'renamed' }, 'FOREIGN'],
    [
      'connectors with other names, left off by the own run',
      { stage: 'off-intent', identity: 'renamed', channel: 'off', sawOn: 'yes' },
      'REPAIR_NOW',
    ],
    ['the events name another run', { stage: 'verified', logSays: 'disagrees' }, 'HUMAN'],
  ])('%s', (_, changes, verdict) => {
    expect(decide({ ...nothing, ...changes })).toBe(verdict);
  });
});

describe('a verdict', () => {
  test.each(verdicts.map((verdict) => [verdict]))('%s lets a run begin only if it says so', (verdict) => {
    expect(mayRun(verdict)).toBe(verdict.endsWith('MAY_RUN'));
  });
});

describe('further epochs', () => {
  test.each<[string, Partial<GuardEvidence>, Verdict]>([
    ['opened by hand and not claimed', { stage: 'superseded' }, 'MAY_RUN'],
    ['opened by hand, the parameter as it was then', { stage: 'superseded', parameter: 'as-recorded' }, 'MAY_RUN'],
    [
      'opened by hand, the parameter changed since',
      { stage: 'superseded', parameter: 'present' },
      'REFUSE_ALREADY_RUN',
    ],
    [
      'opened by hand and abandoned, the parameter as it was then',
      { stage: 'abandoned', parameter: 'as-recorded', sawOn: 'yes' },
      'ABANDONED_MAY_RUN',
    ],
    ['opened by hand, and done', { stage: 'verified', parameter: 'as-recorded' }, 'REFUSE_ALREADY_RUN'],
    ['an earlier epoch that does not allow another one', { stage: 'abandoned', earlier: 'not-in-order' }, 'HUMAN'],
    ['an earlier run without an end, and it is on', { stage: 'superseded', earlier: 'unfinished-off' }, 'IN_PROGRESS'],
    ['an epoch that the journal lost', { stage: 'abandoned', logSays: 'more' }, 'REFUSE_ALREADY_RUN'],
  ])('%s', (_, changes, verdict) => {
    expect(decide({ ...nothing, ...changes })).toBe(verdict);
  });
});

describe('by what it counts as left off', () => {
  test.each<[string, Partial<GuardEvidence>, LeftOffBy | undefined]>([
    ['nothing', {}, undefined],
    ['a slot', { stage: 'off-intent' }, 'journal'],
    ['an authentic event of a run that the journal knows', { logSays: 'off-intent' }, 'journal'],
    ['authentic events alone', { logSays: 'off-alone' }, 'events'],
    ['events that cannot be verified', { doubts: 'off-intent' }, 'doubt'],
    ['a slot beside events alone', { stage: 'off-intent', logSays: 'off-alone' }, 'journal'],
    ['a slot beside a doubt', { stage: 'off-intent', doubts: 'off-intent' }, 'journal'],
    ['events alone beside a doubt', { logSays: 'off-alone', doubts: 'off-intent' }, 'events'],
  ])('%s', (_, evidence, by) => {
    expect(leftOffBy({ ...nothing, ...evidence })).toBe(by);
  });
});

describe('events that cannot be verified', () => {
  test.each(evidenceValues.doubts.map((doubts) => [doubts, doubts !== 'none'] as const))(
    'are all that is in the way if every source could be read: %s is %s',
    (doubts, expected) => {
      expect(isOnlyDoubt({ ...nothing, doubts })).toBe(expected);
    },
  );

  test.each<[Partial<GuardEvidence>]>([
    [{ journal: 'unreadable' }],
    [{ log: 'unreadable' }],
    [{ lock: 'unreadable' }],
    [{ parameter: 'unreadable' }],
    [{ channel: 'unreadable' }],
    [{ identity: 'unknown' }],
  ])('are not all that is in the way with %j', (unreadable) => {
    expect(isOnlyDoubt({ ...nothing, ...unreadable, doubts: 'some' })).toBe(false);
  });
});
