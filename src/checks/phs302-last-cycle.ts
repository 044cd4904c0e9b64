import { quoteForPowerShell } from '../base/text.js';
import { classifyCycle, lastProvenSuccess } from '../model/cycle-status.js';
import type { Connector, Facts, PartitionState } from '../model/facts.js';
import type { Remedy } from '../model/finding.js';
import { durationText } from '../model/duration.js';
import { instantText } from '../model/instant.js';
import { valueOf, type Check, type CheckContext, type Draft } from './check.js';
import { selectedAdConnectors, statesOfConnector } from './connectors.js';
import { missingDomainFlag } from './domain-partitions.js';
import { evidence } from './evidence.js';
import { causeChecks } from './problems/problem-causes.js';
import { sentence } from './problems/problem-judgement.js';
import { expectedSilence, explainsSilence } from './problems/silence.js';
import { isInWindow } from './problems/signs-of-life.js';

function remedyFor(connector: Connector): Remedy {
  return {
    text: 'Cycles run every two minutes. Look for errors of this connector in the Application log, and check that its domains are reachable.',
    commands: [
      `Get-ADSyncPartitionPasswordSyncState | Where-Object { $_.ConnectorId -eq '${connector.identifier}' }`,
      `Get-ADSyncDomainReachabilityStatus -ConnectorName ${quoteForPowerShell(connector.name)}`,
    ],
  };
}

/** Cycles run every two minutes (facts 3.1): a window shorter than some of them would blame a healthy server. */
const shortestWindowMs = 10 * 60_000;

/** What speaks against a partition; `unreadable`: the server's answer is not understood. */
interface Complaint {
  readonly text: string;
  readonly unreadable?: true;
}

/** A cycle that is running is the normal state of a healthy server: the last success decides. */
function runningComplaint({ lastCycleStartedAt, lastSuccessEndedAt }: PartitionState, name: string): Complaint {
  const since = lastCycleStartedAt === null ? '' : ` since ${instantText(lastCycleStartedAt)}`;
  const success = lastSuccessEndedAt === null ? 'yet' : `since ${instantText(lastSuccessEndedAt)}`;
  return { text: `a cycle of ${name} has been running${since}, and none has succeeded ${success}` };
}

/** So is one that was interrupted: the next one begins within two minutes. */
function interruptedComplaint({ lastSuccessEndedAt }: PartitionState, name: string): Complaint {
  const success =
    lastSuccessEndedAt === null
      ? 'none has succeeded yet'
      : `none has succeeded since ${instantText(lastSuccessEndedAt)}`;
  return { text: `the last cycle of ${name} was interrupted, and ${success}` };
}

function endedTooEarly({ lastCycleEndedAt }: PartitionState, name: string, now: Date): Complaint {
  if (lastCycleEndedAt === null) {
    return { text: `when the last cycle of ${name} ended is not known` };
  }
  const age = durationText(now.getTime() - Date.parse(lastCycleEndedAt));
  return { text: `the last cycle of ${name} ended ${age} ago, at ${instantText(lastCycleEndedAt)}` };
}

function complaint(state: PartitionState, name: string, { now, windowStartsAt }: CheckContext): Complaint | undefined {
  const startsAt = new Date(Math.min(windowStartsAt.getTime(), now.getTime() - shortestWindowMs));
  const isRecent = isInWindow(lastProvenSuccess(state), startsAt);
  switch (classifyCycle(state)) {
    case 'successful':
      return isRecent ? undefined : endedTooEarly(state, name, now);
    case 'in-progress':
      return isRecent ? undefined : runningComplaint(state, name);
    case 'interrupted':
      return isRecent ? undefined : interruptedComplaint(state, name);
    case 'failed':
      return { text: `the last cycle of ${name} ended with Failed` };
    case 'none':
      return { text: `no cycle of ${name} has run yet` };
    case undefined:
      return { text: `the status of the last cycle of ${name} is ${unknownStatus(state)}`, unreadable: true };
  }
}

function unknownStatus({ lastCycleStatus }: PartitionState): string {
  return lastCycleStatus === null ? 'not reported' : `"${lastCycleStatus}", which is not known`;
}

/** Domains that are synchronized and of which no cycle is recorded. */
function domainsWithoutCycle(connector: Connector, states: readonly PartitionState[]): readonly Complaint[] {
  const recorded = new Set(states.map(({ dn }) => dn.toLowerCase()));
  return connector.partitions
    .filter(({ selected, isDomain, dn }) => selected === true && isDomain === true && !recorded.has(dn.toLowerCase()))
    .map(({ name }) => ({ text: `no cycle is recorded for ${name}` }));
}

function judge(connector: Connector, facts: Facts, context: CheckContext): Draft {
  const subject = connector.name;
  const states = statesOfConnector(connector, valueOf(facts.partitionStates));
  const none = evidence('partitionStates', 'Cycles recorded for this connector', 0);
  const recorded = states.map(({ state, name }) => {
    const success = `last success ${state.lastSuccessEndedAt ?? 'never'}`;
    const value = `${state.lastCycleStatus ?? 'no status'}, ended ${state.lastCycleEndedAt ?? 'never'}, ${success}`;
    return evidence('partitionStates', name, value);
  });
  const shown = states.length === 0 ? [none] : recorded;
  const complaints = [
    ...states.flatMap(({ state, name }) => complaint(state, name, context) ?? []),
    ...domainsWithoutCycle(
      connector,
      states.map(({ state }) => state),
    ),
  ];
  if (states.length > 0 && complaints.length === 0) {
    return { subject, status: 'pass', message: goodText(states.map(({ state }) => state)), evidence: shown };
  }
  const expected = expectedSilence(facts, context, subject, shown);
  if (expected !== undefined) {
    return expected;
  }
  const known = complaints.filter(({ unreadable }) => unreadable !== true);
  if (states.length > 0 && known.length === 0) {
    const message = `${sentence(complaintsText(complaints))}.`;
    return { subject, unreadable: { code: 'not-supported', message }, evidence: shown };
  }
  const text = states.length === 0 ? 'no cycle is recorded for any partition' : complaintsText(complaints);
  return {
    subject,
    status: 'warn',
    message: `${sentence(text)}.`,
    evidence: shown,
    remedy: remedyFor(connector),
    explainedBy: ['PHS106', ...missingDomainFlag(connector), 'PHS303', ...causeChecks],
  };
}

function complaintsText(complaints: readonly Complaint[]): string {
  return complaints.map(({ text }) => text).join('; ');
}

function goodText(states: readonly PartitionState[]): string {
  const isRunning = states.some((state) => classifyCycle(state) === 'in-progress');
  const wasInterrupted = states.some((state) => classifyCycle(state) === 'interrupted');
  if (!isRunning && wasInterrupted) {
    return states.length === 1
      ? 'The last cycle was interrupted; the one before it succeeded, and the next one begins within two minutes.'
      : 'A cycle was interrupted; the last success of every partition is recent, and the next cycle begins within two minutes.';
  }
  if (states.length === 1) {
    return isRunning ? 'A cycle is running; the one before it succeeded.' : 'The last cycle succeeded.';
  }
  return isRunning
    ? 'A cycle is running; the last one of every partition that has ended succeeded.'
    : 'The last cycle of every partition succeeded.';
}

/** What the engine itself remembers of the last cycle of each partition (facts 1.8). */
export const phs302LastCycle: Check = {
  id: 'PHS302',
  title: 'The last password sync cycle succeeded',
  category: 'liveness',
  passwords: { failed: 'stops', warned: 'unless-read', unknown: 'reading' },
  needs: ['connectors', 'partitionStates'],
  uses: ['scheduler', 'globalSetting'],
  dependsOn: explainsSilence,
  perConnector: true,
  run: (facts, context) => selectedAdConnectors(facts, context).map((connector) => judge(connector, facts, context)),
};
