import { stripEnd } from '../base/strip-end.js';
import type { ConnectorOverview, Report } from '../model/report.js';
import { limitsFor, signAgeMs, type MonitorRequest } from './monitor-state.js';

/** One value for a graph. Thresholds are ranges of the guidelines; absent ones are left out. */
export interface PerformanceDatum {
  readonly label: string;
  /** Null: the value could not be determined (`U`). */
  readonly value: number | null;
  readonly unit: '' | 's';
  readonly warning?: number | undefined;
  readonly critical?: number | undefined;
}

/** What the guidelines forbid in a label (`=` and `'`), what readers stumble over, and the sign of the escape itself. */
const unsafeInLabel = /[='|%;"\\\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A label with its unsafe characters as `%` and two hexadecimal digits for each byte of UTF-8: real readers split at them even between quotes. */
export function safeLabel(label: string): string {
  return label.replace(unsafeInLabel, (character) =>
    [...Buffer.from(character, 'utf8')].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  );
}

/** A label of performance data, in quotes unless it is one plain word. */
export function nagiosLabel(label: string): string {
  const safe = safeLabel(label);
  return /^[A-Za-z0-9_.-]+$/.test(safe) ? safe : `'${safe}'`;
}

/** `label=value[unit];warning;critical;minimum`, without semicolons that say nothing. No value has a sign. */
export function performanceText({ label, value, unit, warning, critical }: PerformanceDatum): string {
  const thresholds = [warning, critical, value === null ? undefined : 0].map((limit) => limit ?? '').join(';');
  const text = value === null ? 'U' : `${Math.max(0, value)}${unit}`;
  return stripEnd(`${nagiosLabel(label)}=${text};${thresholds}`, ';');
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}

function secondsIfKnown(ms: number | null | undefined): number | null {
  return ms === null || ms === undefined ? null : seconds(ms);
}

/** Age of the oldest of a connector's last cycles: one domain that is behind must not hide behind the others. */
function oldestCycleMs({ lastCycles }: Pick<ConnectorOverview, 'lastCycles'>): number | null {
  const ages = lastCycles.known ? lastCycles.value.map(({ ageMs }) => ageMs) : [];
  return ages.length === 0 || ages.includes(null) ? null : Math.max(...ages.map((age) => age ?? 0));
}

/** The ages of one AD connector in seconds. Only the one that the state follows has limits, so that a graph agrees with it. */
export function connectorData(
  connector: ConnectorOverview,
  report: Report,
  request: MonitorRequest,
): readonly PerformanceDatum[] {
  const { heartbeat } = connector;
  const { warningMs, criticalMs } = limitsFor(connector, report, request);
  return [
    {
      label: 'last_sign',
      value: secondsIfKnown(signAgeMs(connector, report)),
      unit: 's',
      warning: warningMs === undefined ? undefined : seconds(warningMs),
      critical: criticalMs === undefined ? undefined : seconds(criticalMs),
    },
    { label: 'heartbeat', value: secondsIfKnown(heartbeat.known ? heartbeat.value?.ageMs : null), unit: 's' },
    { label: 'last_cycle', value: secondsIfKnown(oldestCycleMs(connector)), unit: 's' },
  ];
}

/** The number of findings of each status. */
export function findingsData({ summary }: Report): readonly PerformanceDatum[] {
  const { pass, warn, fail, skip, unknown } = summary.counts;
  return [
    { label: 'findings_fail', value: fail, unit: '', critical: 0 },
    { label: 'findings_warn', value: warn, unit: '', warning: 0 },
    { label: 'findings_unknown', value: unknown, unit: '' },
    { label: 'findings_pass', value: pass, unit: '' },
    { label: 'findings_skip', value: skip, unit: '' },
  ];
}

/** The AD connectors of a report; none if they are not known. */
export function connectorsOf({ overview }: Pick<Report, 'overview'>): readonly ConnectorOverview[] {
  return overview?.connectors.known === true ? overview.connectors.value : [];
}

/** The values of a report: ages for each AD connector, then the number of findings of each status. */
export function performanceData(report: Report, request: MonitorRequest): readonly PerformanceDatum[] {
  return report.summary.status === 'error'
    ? []
    : [
        ...connectorsOf(report).flatMap((connector) =>
          connectorData(connector, report, request).map((datum) => ({
            ...datum,
            label: `${connector.name} ${datum.label}`,
          })),
        ),
        ...findingsData(report),
      ];
}
