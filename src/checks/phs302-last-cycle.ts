import { quoteForPowerShell } from '../base/text.js';
import type { Connector, Facts, PartitionState } from '../model/facts.js';
import type { Remedy } from '../model/finding.js';
import { instantText } from '../model/instant.js';
import { valueOf, type Check, type CheckContext, type Draft } from './check.js';
import { selectedAdConnectors, statesOfConnector } from './connectors.js';
import { evidence } from './evidence.js';
import { causeChecks } from './problems/problem-causes.js';
import { expectedSilence, explainsSilence } from './problems/silence.js';
import { isInWindow } from './problems/signs-of-life.js';

/** The only member of the enumeration that is verified (facts 1.8). */
const successful = 'successful';

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

function complaint(state: PartitionState, name: string, { now, windowStartsAt }: CheckContext): string | undefined {
  const startsAt = new Date(Math.min(windowStartsAt.getTime(), now.getTime() - shortestWindowMs));
  if (state.lastCycleStatus?.toLowerCase() !== successful) {
    return `the last cycle of ${name} ended with ${state.lastCycleStatus ?? 'no status'}`;
  }
  if (!isInWindow(state.lastCycleEndedAt ?? state.lastCycleStartedAt, startsAt)) {
    return `the last cycle of ${name} ended at ${state.lastCycleEndedAt === null ? 'an unknown time' : instantText(state.lastCycleEndedAt)}, before the window`;
  }
  return undefined;
}

/** Domains that are synchronized and of which no cycle is recorded. */
function domainsWithoutCycle(connector: Connector, states: readonly PartitionState[]): readonly string[] {
  const recorded = new Set(states.map(({ dn }) => dn.toLowerCase()));
  return connector.partitions
    .filter(({ selected, isDomain, dn }) => selected === true && isDomain === true && !recorded.has(dn.toLowerCase()))
    .map(({ name }) => `no cycle is recorded for ${name}`);
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
    const message = states.length === 1 ? 'The last cycle succeeded.' : 'The last cycle of every partition succeeded.';
    return { subject, status: 'pass', message, evidence: shown };
  }
  const expected = expectedSilence(facts, context, subject, shown);
  if (expected !== undefined) {
    return expected;
  }
  const text = states.length === 0 ? 'no cycle is recorded for any partition' : complaints.join('; ');
  return {
    subject,
    status: 'warn',
    message: `${text.charAt(0).toUpperCase()}${text.slice(1)}.`,
    evidence: shown,
    remedy: remedyFor(connector),
    explainedBy: ['PHS106', 'PHS303', ...causeChecks],
  };
}

/** What the engine itself remembers of the last cycle of each partition (facts 1.8). */
export const phs302LastCycle: Check = {
  id: 'PHS302',
  title: 'The last password sync cycle succeeded',
  category: 'liveness',
  needs: ['connectors', 'partitionStates'],
  uses: ['scheduler', 'globalSetting'],
  dependsOn: explainsSilence,
  perConnector: true,
  run: (facts, context) => selectedAdConnectors(facts, context).map((connector) => judge(connector, facts, context)),
};
