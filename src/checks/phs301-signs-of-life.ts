import { commandToCopy } from '../base/command-to-copy.js';
import { counted, quoteForPowerShell } from '../base/text.js';
import { signEvents } from '../model/event-catalog.js';
import type { UnknownReason } from '../model/fact.js';
import type { Connector, Facts, LastEvent } from '../model/facts.js';
import type { Evidence } from '../model/finding.js';
import { shortestSilenceMs } from '../model/activity-spans.js';
import { durationText } from '../model/duration.js';
import { instantText } from '../model/instant.js';
import { reachText } from '../model/log-reach.js';
import { tellBeforeSilence, addChanges } from './changes/add-changes.js';
import {
  whyUnknown,
  valueIfKnown,
  type Check,
  type CheckContext,
  type CheckId,
  type Draft,
  type LastResort,
} from './check.js';
import { selectedAdConnectors } from './connectors.js';
import { missingDomainFlag } from './domain-partitions.js';
import { eventEvidence, evidence } from './evidence.js';
import { earlierFullSyncIsKnown } from './full-sync.js';
import { causeChecks } from './problems/problem-causes.js';
import { expectedSilence, explainsSilence } from './problems/silence.js';
import {
  findHeartbeat,
  findLastSign,
  findNewestSign,
  heartbeatEventId,
  recentCycles,
  signsOfLife,
} from './problems/signs-of-life.js';
import { stopsSending } from './password-effect.js';

function signEvidence(connector: Connector, facts: Facts, { windowStartsAt }: CheckContext): readonly Evidence[] {
  const events = valueIfKnown(facts.events);
  const tallies = events === undefined ? [] : signsOfLife(connector, events, windowStartsAt);
  const cycles = recentCycles(connector, valueIfKnown(facts.partitionStates) ?? [], windowStartsAt);
  return [
    ...tallies.map(({ eventId, count, latestAt, latestRecordId }) => {
      const label = `${signEvents.get(eventId) ?? 'event'} (${eventId})`;
      return eventEvidence(label, `${counted(count, 'event')}, latest ${latestAt}`, eventId, latestRecordId);
    }),
    ...cycles.map(({ name, at, status }) =>
      evidence('partitionStates', `Last cycle of ${name}`, `${status ?? 'no status'}, ${at}`),
    ),
  ];
}

/** Names the newest sign that there is, so that nobody has to guess which one it was. */
function aliveMessage(connector: Connector, facts: Facts, { windowStartsAt }: CheckContext): string {
  const events = valueIfKnown(facts.events);
  const heartbeat = events === undefined ? undefined : findHeartbeat(connector, events, windowStartsAt);
  if (heartbeat !== undefined) {
    return `The latest heartbeat (event ${heartbeatEventId}) is from ${instantText(heartbeat.latestAt)}.`;
  }
  const without = events === undefined ? 'The events could not be read' : 'No heartbeat';
  const sign = events === undefined ? undefined : findNewestSign(connector, events, windowStartsAt);
  if (sign !== undefined) {
    const name = signEvents.get(sign.eventId) ?? 'event';
    return `${without}, but another sign of life: ${name} (event ${sign.eventId}) at ${instantText(sign.latestAt)}.`;
  }
  const [cycle] = recentCycles(connector, valueIfKnown(facts.partitionStates) ?? [], windowStartsAt);
  return cycle === undefined
    ? `${without}.`
    : `${without}, but a cycle of ${cycle.name} succeeded at ${instantText(cycle.at)}.`;
}

/** Why silence in the log proves nothing; undefined when the log covers the window. */
function silenceIsNoProof(facts: Facts, { now, windowStartsAt }: CheckContext): UnknownReason | undefined {
  const reason = whyUnknown(facts.events) ?? whyUnknown(facts.eventLogReach);
  if (reason !== undefined) {
    return reason;
  }
  if (now.getTime() - windowStartsAt.getTime() < shortestSilenceMs) {
    return {
      code: 'not-found',
      message: 'A heartbeat comes every 30 minutes, so silence in a window that is hardly longer proves nothing.',
      hint: 'Look at a longer time: --since 1h or more.',
    };
  }
  const oldestAt = valueIfKnown(facts.eventLogReach)?.oldestAt ?? null;
  if (oldestAt === null) {
    return { code: 'not-found', message: 'The Application log is empty, so silence in it proves nothing.' };
  }
  return Date.parse(oldestAt) > windowStartsAt.getTime()
    ? {
        code: 'not-found',
        message: `The Application log starts at ${instantText(oldestAt)}, inside the window, so silence in it proves nothing.`,
        hint: 'Enlarge the Application log (phs-tool help PHS107), or look at a shorter time with --since.',
      }
    : undefined;
}

/** The last sign of life that the log holds, also from before the window; undefined: none is known. */
function lastSignOf(connector: Connector, facts: Facts): LastEvent | undefined {
  return findLastSign(connector, valueIfKnown(facts.lastSigns) ?? []);
}

/** So long before the last sign of life its events are looked at: what silenced the connector may be among them. */
const beforeLastSignMs = 10 * 60_000;

/** The last sign of life and what came after it are what is looked for; without one the window of the page. */
function startOfSearch(connector: Connector, facts: Facts): string {
  const last = lastSignOf(connector, facts);
  return last === undefined
    ? '(Get-Date).AddHours(-3)'
    : `[datetime]'${new Date(Date.parse(last.generatedAt) - beforeLastSignMs).toISOString().slice(0, 19)}Z'`;
}

/** Commands that look at what may be silent: the domains, the events, and what Microsoft's diagnostics say. */
function lookingCommands(connector: Connector, facts: Facts): string[] {
  return [
    `Get-ADSyncDomainReachabilityStatus -ConnectorName ${quoteForPowerShell(connector.name)}`,
    `Get-WinEvent -FilterHashtable @{ LogName = 'Application'; ProviderName = 'Directory Synchronization'; StartTime = ${startOfSearch(connector, facts)} } | Format-List TimeCreated, Id, Message`,
    'Import-Module ADSyncDiagnostics; Invoke-ADSyncDiagnostics -PasswordSync',
  ];
}

/** Advice if a full sync was triggered before: never again. */
function withoutLastResort(looking: readonly string[]): Pick<LastResort, 'whenAllHolds' | 'whenDomainsAreUnasked'> {
  const once =
    'A full sync of all passwords was already triggered for this connector; Microsoft says to run it only once.';
  const support = 'If everything else is in order, contact Microsoft support.';
  return {
    whenAllHolds: { text: `${once} ${support}`, commands: [...looking] },
    whenDomainsAreUnasked: {
      text: `phs-tool diagnose also asks the domain controllers: run it first. ${once} ${support}`,
      commands: ['phs-tool diagnose', ...looking],
    },
  };
}

/** Advice if none is known: `diagnose` comes before it, because it looks at what must be in order first. */
function withLastResort({ name }: Connector): Pick<LastResort, 'whenAllHolds' | 'whenDomainsAreUnasked'> {
  const resort = `Microsoft recommends triggering a full sync of all passwords of "${name}", only once. Without --confirm the command only shows its plan and changes nothing. If that does not help, contact Microsoft support.`;
  const command = commandToCopy('phs-tool force-full-sync', [['connector', name]]);
  return {
    whenAllHolds: {
      text: `Environment, configuration and connectivity are in order, and no earlier full sync is known. As the last step, ${resort}`,
      commands: [command],
    },
    whenDomainsAreUnasked: {
      text: `phs-tool diagnose also asks the domain controllers: run it first. Only if it finds everything else in order, ${resort}`,
      commands: ['phs-tool diagnose', '# The last resort, only once:', command],
    },
  };
}

/** Microsoft's page advises a full sync of all passwords last, and only once (manual steps, step 5). */
function lastResortFor(connector: Connector, facts: Facts): LastResort {
  const looking = lookingCommands(connector, facts);
  const isKnown = earlierFullSyncIsKnown(connector, valueIfKnown(facts.events));
  return {
    ...(isKnown ? withoutLastResort(looking) : withLastResort(connector)),
    whenNotRecorded: {
      text: 'The recording does not hold what the other checks need: run phs-tool diagnose on the server, or record it there with --record. A full sync of all passwords comes last, and Microsoft says to run it only once.',
      commands: ['phs-tool diagnose --record diagnose.ndjson'],
    },
    otherwise: {
      text: 'First fix the failed and unknown checks. A full sync of all passwords does not fix them, and Microsoft says to run it only once.',
      commands: [...looking],
    },
  };
}

function lastSignEvidence(connector: Connector, facts: Facts): readonly Evidence[] {
  const last = lastSignOf(connector, facts);
  return last === undefined ? [] : [eventEvidence('Last sign of life', last.generatedAt, last.eventId, last.recordId)];
}

/** How long it is silent, as far as the log knows; the window is only where the search began. */
function silentMessage(connector: Connector, facts: Facts, { now, windowStartsAt }: CheckContext): string {
  const last = lastSignOf(connector, facts);
  if (last !== undefined) {
    const silent = durationText(now.getTime() - Date.parse(last.generatedAt));
    return `Silent for ${silent}: the last sign of life (event ${last.eventId}) is from ${instantText(last.generatedAt)}.`;
  }
  const reach = valueIfKnown(facts.eventLogReach);
  const back = reach === undefined ? null : reachText(reach);
  return facts.lastSigns.known && back !== null
    ? `No heartbeat and no other sign of life in the whole Application log, which ${reach?.isOldest === false ? 'reaches back to' : 'begins at'} ${back}.`
    : `No heartbeat and no other sign of life in the last ${durationText(now.getTime() - windowStartsAt.getTime())}.`;
}

function judge(connector: Connector, facts: Facts, context: CheckContext): Draft {
  const subject = connector.name;
  const explainedBy: readonly CheckId[] = ['PHS106', ...missingDomainFlag(connector), 'PHS303', ...causeChecks];
  const signs = signEvidence(connector, facts, context);
  if (signs.length > 0) {
    return { subject, status: 'pass', message: aliveMessage(connector, facts, context), evidence: signs };
  }
  const shown = [evidence('connectors', 'Connector id', connector.identifier)];
  const expected = expectedSilence(facts, context, subject, shown);
  if (expected !== undefined) {
    return expected;
  }
  const reason = silenceIsNoProof(facts, context);
  if (reason !== undefined) {
    return { subject, unreadable: reason, evidence: shown, explainedBy };
  }
  return {
    subject,
    status: 'fail',
    message: silentMessage(connector, facts, context),
    evidence: [...shown, ...lastSignEvidence(connector, facts)],
    explainedBy,
    lastResort: lastResortFor(connector, facts),
  };
}

/**
 * Liveness by all signals: a busy forest logs no 654 (facts 0.8). Any sign is enough, so the places that show one
 * are `uses`; silence counts only when the log covers the window.
 */
export const phs301SignsOfLife: Check = addChanges(
  {
    id: 'PHS301',
    title: 'The connector shows signs of life in the window',
    category: 'liveness',
    passwords: stopsSending,
    needs: ['connectors'],
    uses: ['events', 'lastSigns', 'eventLogReach', 'partitionStates', 'scheduler', 'globalSetting'],
    dependsOn: explainsSilence,
    perConnector: true,
    run: (facts, context) => selectedAdConnectors(facts, context).map((connector) => judge(connector, facts, context)),
  },
  tellBeforeSilence,
);
