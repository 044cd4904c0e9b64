import type { ConnectorOverview, Report } from '../model/report.js';
import { gauge, timestamp, toSeconds, type Metric, type Sample } from './prometheus-text.js';

type SamplesOf = (connector: ConnectorOverview) => readonly Sample[];

/** One sample with the connector's name; none for what is not known. */
function sampleOf(connector: ConnectorOverview, value: number | undefined): readonly Sample[] {
  return value === undefined ? [] : [{ labels: { connector: connector.name }, value }];
}

function youngestAge({ heartbeat, otherSignsOfLife }: ConnectorOverview): number | undefined {
  const ages = [
    ...(heartbeat.known && heartbeat.value !== null ? [heartbeat.value.ageMs] : []),
    ...(otherSignsOfLife.known ? otherSignsOfLife.value.map(({ ageMs }) => ageMs) : []),
  ];
  return ages.length === 0 ? undefined : toSeconds(Math.min(...ages));
}

const cycleAges: SamplesOf = ({ name, lastCycles }) =>
  (lastCycles.known ? lastCycles.value : []).flatMap(({ partition, dn, ageMs }) =>
    ageMs === null ? [] : [{ labels: { connector: name, partition, dn }, value: toSeconds(ageMs) }],
  );

const cycleTimes: SamplesOf = ({ name, lastCycles }) =>
  (lastCycles.known ? lastCycles.value : []).flatMap(({ partition, dn, endedAt }) =>
    timestamp({ connector: name, partition, dn }, endedAt),
  );

function changes(kind: 'requested' | 'succeeded' | 'failed'): SamplesOf {
  return (connector) => sampleOf(connector, connector.changes.known ? connector.changes.value[kind] : undefined);
}

const verdicts = ['alive', 'failing', 'silent', 'off', 'unknown', 'explained'] as const;

/** The metrics of a connector: name, what it says, and its samples. */
const metrics: readonly (readonly [name: string, help: string, samplesOf: SamplesOf])[] = [
  [
    'phs_channel_enabled',
    '1 when password hash synchronization is enabled for the connector.',
    (connector) => sampleOf(connector, connector.channel.known ? Number(connector.channel.value.enabled) : undefined),
  ],
  [
    'phs_heartbeat_age_seconds',
    'Age of the latest heartbeat (event 654) in the window; a busy connector can have none.',
    (connector) =>
      connector.heartbeat.known && connector.heartbeat.value !== null
        ? sampleOf(connector, toSeconds(connector.heartbeat.value.ageMs))
        : [],
  ],
  [
    'phs_last_sign_of_life_timestamp_seconds',
    'Unix time of the latest event in the log that shows that the connector was alive; it stays when the connector is silent.',
    ({ name, lastSignOfLife }) =>
      lastSignOfLife.known ? timestamp({ connector: name }, lastSignOfLife.value?.at) : [],
  ],
  [
    'phs_last_heartbeat_timestamp_seconds',
    'Unix time of the latest heartbeat (event 654) in the window; a busy connector can have none.',
    ({ name, heartbeat }) => (heartbeat.known ? timestamp({ connector: name }, heartbeat.value?.at) : []),
  ],
  [
    'phs_last_cycle_timestamp_seconds',
    'Unix time at which the last password sync cycle of each domain ended.',
    cycleTimes,
  ],
  [
    'phs_sign_of_life_age_seconds',
    'Age of the latest event in the window that shows that the connector is alive, heartbeats included.',
    (connector) => sampleOf(connector, youngestAge(connector)),
  ],
  ['phs_last_cycle_age_seconds', 'Age of the last password sync cycle of each domain.', cycleAges],
  ['phs_changes_requested', 'Users whose passwords were sent in the window (event 656).', changes('requested')],
  ['phs_changes_succeeded', 'Users of the window whose result is Success (event 657).', changes('succeeded')],
  ['phs_changes_failed', 'Users of the window with any other result (event 657).', changes('failed')],
  [
    'phs_full_sync_running',
    '1 when a full password sync has begun and its end is missing, also if it shows no progress (PHS304).',
    (connector) => {
      const { fullSync } = connector;
      return sampleOf(connector, fullSync.known ? Number(['running', 'stuck'].includes(fullSync.value)) : undefined);
    },
  ],
  [
    'phs_connector_verdict',
    'Verdict on the connector: 1 for the one that it has, 0 for the others.',
    ({ name, verdict }) =>
      verdicts.map((text) => ({
        labels: { connector: name, verdict: text },
        value: Number(verdict.status === text),
      })),
  ],
];

/** What is known of each AD connector. */
export function connectorMetrics({ overview }: Report): readonly Metric[] {
  const connectors = overview?.connectors.known === true ? overview.connectors.value : [];
  return metrics.map(([name, help, samplesOf]) => gauge(name, help, connectors.flatMap(samplesOf)));
}
