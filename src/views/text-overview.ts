import type { FindingStatus } from '../model/finding.js';
import type { ConnectorOverview, Overview } from '../model/report.js';
import { instantText } from '../model/instant.js';
import { escapeForTerminal } from './escape.js';
import { indented, padTo } from './layout.js';
import { statusRoles, type Theme } from './theme.js';
import { ageText, instantAndAge } from './times.js';
import type { ViewOptions } from './view.js';

type Reported<Value> =
  { readonly known: true; readonly value: Value } | { readonly known: false; readonly reason: { message: string } };

/** One line of the overview: a label, and one or more values below each other. */
interface Row {
  readonly label: string;
  readonly values: readonly string[];
  readonly status?: FindingStatus;
}

const labelWidth = 22;

/** The status that a verdict looks like; the verdict itself was made by the checks. */
const verdictStatuses: Readonly<Record<ConnectorOverview['verdict']['status'], FindingStatus>> = {
  alive: 'pass',
  failing: 'fail',
  silent: 'fail',
  off: 'fail',
  unknown: 'unknown',
  explained: 'skip',
};

function row<Value>(
  label: string,
  fact: Reported<Value>,
  show: (value: Value) => readonly string[],
  statusOf?: (value: Value) => FindingStatus | undefined,
): Row {
  if (!fact.known) {
    return { label, values: [`unknown: ${escapeForTerminal(fact.reason.message)}`], status: 'unknown' };
  }
  const status = statusOf?.(fact.value);
  return { label, values: show(fact.value), ...(status === undefined ? {} : { status }) };
}

function rowLines(rows: readonly Row[], { theme, columns }: ViewOptions): string[] {
  return rows.flatMap(({ label, values, status }) =>
    values.flatMap((value, index) => {
      const lines = indented(value, labelWidth + 2, columns).map((line) => line.slice(labelWidth + 2));
      return lines.map((line, lineIndex) => {
        const shownLabel = padTo(index === 0 && lineIndex === 0 ? label : '', labelWidth);
        return `  ${shownLabel}${status === undefined ? line : theme.paint(statusRoles[status], line)}`;
      });
    }),
  );
}

function onOff(value: boolean | null): string {
  return value === null ? 'not told by this build' : value ? 'on' : 'off';
}

function schedulerText(scheduler: (Overview['scheduler'] & { known: true })['value'], endsAt: string): string {
  const state =
    scheduler.suspended === true
      ? 'suspended'
      : scheduler.enabled === null
        ? 'not told by this build'
        : scheduler.enabled
          ? 'on'
          : 'off';
  const next = scheduler.nextCycleStartsAt;
  const until = next === null ? undefined : ageText(Date.parse(endsAt) - Date.parse(next));
  return until === undefined ? state : `${state}, next cycle ${until}`;
}

/** The lines about the server: Entra connector, tenant feature, staging mode, scheduler. */
export function serverOverviewLines(overview: Overview, endsAt: string, options: ViewOptions): string[] {
  const rows: Row[] = [
    row(
      'Entra connector',
      overview.entraConnectors,
      (connectors) => (connectors.length === 0 ? ['none'] : connectors.map(({ name }) => escapeForTerminal(name))),
      (connectors) => (connectors.length === 1 ? undefined : 'fail'),
    ),
    row(
      'PHS in the tenant',
      overview.passwordHashSyncInTenant,
      (isOn) => [onOff(isOn)],
      (isOn) => (isOn === null ? 'unknown' : isOn ? 'pass' : 'fail'),
    ),
    row('Staging mode', overview.stagingMode, (isOn) => [onOff(isOn)]),
    row('Scheduler', overview.scheduler, (scheduler) => [schedulerText(scheduler, endsAt)]),
  ];
  return rowLines(rows, options);
}

function channelRow(connector: ConnectorOverview, theme: Theme): Row {
  return row(
    'PHS channel',
    connector.channel,
    ({ enabled, targetConnector }) => {
      const target = targetConnector === null ? 'no target' : escapeForTerminal(targetConnector);
      return [`${enabled ? 'enabled' : 'disabled'} ${theme.arrow} ${target}`];
    },
    ({ enabled }) => (enabled ? undefined : 'fail'),
  );
}

function cycleText(cycle: (ConnectorOverview['lastCycles'] & { known: true })['value'][number]): string {
  const when =
    cycle.endedAt === null || cycle.ageMs === null ? 'never ended' : instantAndAge(cycle.endedAt, cycle.ageMs);
  const success =
    cycle.status?.toLowerCase() === 'successful'
      ? ''
      : `, last success ${cycle.lastSuccessEndedAt === null ? 'never' : instantText(cycle.lastSuccessEndedAt)}`;
  return `${escapeForTerminal(cycle.partition)}: ${escapeForTerminal(cycle.status ?? 'no status')}, ${when}${success}`;
}

function connectorRows(connector: ConnectorOverview, theme: Theme): Row[] {
  const { verdict } = connector;
  return [
    channelRow(connector, theme),
    row('Heartbeat (654)', connector.heartbeat, (beat) => [
      beat === null ? 'none in the window' : instantAndAge(beat.at, beat.ageMs),
    ]),
    row('Other signs of life', connector.otherSignsOfLife, (signs) =>
      signs.length === 0
        ? ['none in the window']
        : signs.map(
            ({ eventId, meaning, count, ageMs }) => `${meaning} (${eventId}): ${count}, latest ${ageText(ageMs)}`,
          ),
    ),
    row('Last cycle', connector.lastCycles, (cycles) =>
      cycles.length === 0 ? ['none recorded'] : cycles.map(cycleText),
    ),
    row('Latest error event', connector.latestError, (error) => [
      error === null
        ? 'none in the window'
        : `${error.eventId} (${error.meaning}), ${instantAndAge(error.at, error.ageMs)}, ${error.count} in the window`,
    ]),
    {
      label: 'Verdict',
      values: [`${verdict.status}: ${escapeForTerminal(verdict.text)}`],
      status: verdictStatuses[verdict.status],
    },
  ];
}

/** The lines about each AD connector. */
export function connectorOverviewLines(overview: Overview, options: ViewOptions): string[] {
  if (!overview.connectors.known) {
    return rowLines([row('AD connectors', overview.connectors, () => [])], options);
  }
  if (overview.connectors.value.length === 0) {
    return rowLines([{ label: 'AD connectors', values: ['none'], status: 'fail' }], options);
  }
  return overview.connectors.value.flatMap((connector) => {
    const status = verdictStatuses[connector.verdict.status];
    const sign = options.theme.paint(statusRoles[status], options.theme.sign(status).trimEnd());
    const heading = options.theme.paint('heading', escapeForTerminal(connector.name));
    return ['', `${sign} ${heading}`, ...rowLines(connectorRows(connector, options.theme), options)];
  });
}
