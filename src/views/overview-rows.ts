import { describeVerdict } from '../model/verdict-words.js';
import { classifyCycle } from '../model/cycle-status.js';
import type { FindingStatus } from '../model/finding.js';
import { instantText } from '../model/instant.js';
import type { ConnectorOverview, Overview } from '../model/report.js';
import { ageText, instantAndAge, windowText, type AgeReference, type RunTimes } from './times.js';

type Reported<Value> =
  { readonly known: true; readonly value: Value } | { readonly known: false; readonly reason: { message: string } };

/** One line of an overview: a label, and one or more values below each other. Texts are not escaped. */
export interface OverviewRow {
  readonly label: string;
  readonly values: readonly string[];
  readonly status?: FindingStatus;
}

/** The status that a verdict looks like; the verdict itself was made by the checks. */
export const verdictStatuses: Readonly<Record<ConnectorOverview['verdict']['status'], FindingStatus>> = {
  alive: 'pass',
  failing: 'fail',
  silent: 'fail',
  off: 'fail',
  unknown: 'unknown',
  explained: 'skip',
};

/** One row about a fact; one that could not be read says why. */
export function overviewRow<Value>(
  label: string,
  fact: Reported<Value>,
  show: (value: Value) => readonly string[],
  statusOf?: (value: Value) => FindingStatus | undefined,
): OverviewRow {
  if (!fact.known) {
    return { label, values: [`unknown: ${fact.reason.message}`], status: 'unknown' };
  }
  const status = statusOf?.(fact.value);
  return { label, values: show(fact.value), ...(status === undefined ? {} : { status }) };
}

function onOff(value: boolean | null): string {
  return value === null ? 'not reported by this build' : value ? 'on' : 'off';
}

function schedulerText(
  scheduler: (Overview['scheduler'] & { known: true })['value'],
  endsAt: string,
  reference: AgeReference,
): string {
  const state =
    scheduler.suspended === true
      ? 'suspended'
      : scheduler.enabled === null
        ? 'not reported by this build'
        : scheduler.enabled
          ? 'on'
          : 'off';
  const next = scheduler.nextCycleStartsAt;
  const until = next === null ? undefined : ageText(Date.parse(endsAt) - Date.parse(next), reference);
  return until === undefined ? state : `${state}, next cycle ${until}`;
}

/** Only said if it is off: then the log does not say who changed what. */
const auditRow: OverviewRow = {
  label: 'Audit',
  values: ['off: what administrators change is not written to the log (AuditEventLogging = 0)'],
  status: 'warn',
};

/** What is shown of the server: Entra connector, tenant feature, staging mode, scheduler. */
export function serverRows(overview: Overview, endsAt: string, reference: AgeReference): OverviewRow[] {
  return [
    overviewRow(
      'Entra connector',
      overview.entraConnectors,
      (connectors) => (connectors.length === 0 ? ['none'] : connectors.map(({ name }) => name)),
      (connectors) => (connectors.length === 1 ? undefined : 'fail'),
    ),
    overviewRow(
      'PHS in the tenant',
      overview.passwordHashSyncInTenant,
      (isOn) => [onOff(isOn)],
      (isOn) => (isOn === null ? 'unknown' : isOn ? 'pass' : 'fail'),
    ),
    overviewRow('Staging mode', overview.stagingMode, (isOn) => [onOff(isOn)]),
    ...(overview.audit === 'off' ? [auditRow] : []),
    overviewRow('Scheduler', overview.scheduler, (scheduler) => [schedulerText(scheduler, endsAt, reference)]),
  ];
}

function channelRow(connector: ConnectorOverview, arrow: string): OverviewRow {
  return overviewRow(
    'PHS channel',
    connector.channel,
    ({ enabled, targetConnector }) => {
      const target = targetConnector ?? 'no target';
      return [`${enabled ? 'enabled' : 'disabled'} ${arrow} ${target}`];
    },
    ({ enabled }) => (enabled ? undefined : 'fail'),
  );
}

/** A cycle without a time of its end: one that is running, or none at all. */
function withoutEnd({
  status,
  startedAt,
}: {
  readonly status: string | null;
  readonly startedAt: string | null;
}): string {
  const isRunning = classifyCycle({ lastCycleStatus: status }) === 'in-progress';
  return isRunning && startedAt !== null ? `running since ${instantText(startedAt)}` : 'never ended';
}

function cycleText(
  cycle: (ConnectorOverview['lastCycles'] & { known: true })['value'][number],
  reference: AgeReference,
): string {
  const when =
    cycle.endedAt === null || cycle.ageMs === null
      ? withoutEnd(cycle)
      : instantAndAge(cycle.endedAt, cycle.ageMs, reference);
  const success =
    cycle.status?.toLowerCase() === 'successful'
      ? ''
      : `, last success ${cycle.lastSuccessEndedAt === null ? 'never' : instantText(cycle.lastSuccessEndedAt)}`;
  return `${cycle.partition}: ${cycle.status ?? 'no status'}, ${when}${success}`;
}

/** Of a silent connector, when it was last alive. */
function lastSignText({ lastSignOfLife, heartbeat }: ConnectorOverview, reference: AgeReference): string {
  const last = lastSignOfLife.known && !(heartbeat.known && heartbeat.value !== null) ? lastSignOfLife.value : null;
  return last === null ? '' : `; the last one (${last.eventId}): ${instantAndAge(last.at, last.ageMs, reference)}`;
}

/** What is shown of one AD connector, the verdict last. `arrow` points from the connector to where it writes to. */
export function connectorRows(connector: ConnectorOverview, arrow: string, times: RunTimes): OverviewRow[] {
  const { verdict } = connector;
  const { reference } = times;
  const none = `none ${windowText(times)}`;
  return [
    channelRow(connector, arrow),
    overviewRow('Heartbeat (654)', connector.heartbeat, (beat) => [
      beat === null ? none : instantAndAge(beat.at, beat.ageMs, reference),
    ]),
    overviewRow('Other signs of life', connector.otherSignsOfLife, (signs) =>
      signs.length === 0
        ? [`${none}${lastSignText(connector, reference)}`]
        : signs.map(
            ({ eventId, meaning, count, ageMs }) =>
              `${meaning} (${eventId}): ${count}, latest ${ageText(ageMs, reference)}`,
          ),
    ),
    overviewRow('Last cycle', connector.lastCycles, (cycles) =>
      cycles.length === 0 ? ['none recorded'] : cycles.map((cycle) => cycleText(cycle, reference)),
    ),
    overviewRow('Latest error event', connector.latestError, (error) => [
      error === null
        ? none
        : `${error.eventId} (${error.meaning}), ${instantAndAge(error.at, error.ageMs, reference)}, ${error.count} ${windowText(times)}`,
    ]),
    {
      label: 'Verdict',
      values: [describeVerdict(verdict)],
      status: verdictStatuses[verdict.status],
    },
  ];
}
