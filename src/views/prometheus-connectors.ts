import type { ConnectorOverview, Report } from '../model/report.js';
import { gauge, timestamp, toSeconds, type Metric, type Sample } from './prometheus-text.js';

function cycleSamples({ name, lastCycles }: ConnectorOverview): readonly Sample[] {
  const cycles = lastCycles.known ? lastCycles.value : [];
  return cycles.flatMap(({ partition, dn, ageMs }) =>
    ageMs === null ? [] : [{ labels: { connector: name, partition, dn }, value: toSeconds(ageMs) }],
  );
}

function lifeSamples({ name, heartbeat, otherSignsOfLife }: ConnectorOverview): readonly Sample[] {
  const ages = [
    ...(heartbeat.known && heartbeat.value !== null ? [heartbeat.value.ageMs] : []),
    ...(otherSignsOfLife.known ? otherSignsOfLife.value.map(({ ageMs }) => ageMs) : []),
  ];
  return ages.length === 0 ? [] : [{ labels: { connector: name }, value: toSeconds(Math.min(...ages)) }];
}

function changeSamples(
  kind: 'requested' | 'succeeded' | 'failed',
): (connector: ConnectorOverview) => readonly Sample[] {
  return ({ name, changes }) => (changes.known ? [{ labels: { connector: name }, value: changes.value[kind] }] : []);
}

const verdicts = ['alive', 'failing', 'silent', 'off', 'unknown', 'explained'] as const;

/** What is known of each AD connector. */
export function connectorMetrics({ overview }: Report): readonly Metric[] {
  const connectors = overview?.connectors.known === true ? overview.connectors.value : [];
  return [
    gauge(
      'phs_channel_enabled',
      '1 when password hash synchronization is enabled for the connector.',
      connectors.flatMap(({ name, channel }) =>
        channel.known ? [{ labels: { connector: name }, value: Number(channel.value.enabled) }] : [],
      ),
    ),
    gauge(
      'phs_heartbeat_age_seconds',
      'Age of the latest heartbeat (event 654) in the window; a busy connector can have none.',
      connectors.flatMap(({ name, heartbeat }) =>
        heartbeat.known && heartbeat.value !== null
          ? [{ labels: { connector: name }, value: toSeconds(heartbeat.value.ageMs) }]
          : [],
      ),
    ),
    gauge(
      'phs_last_sign_of_life_timestamp_seconds',
      'Unix time of the latest event in the log that shows that the connector was alive; it stays when the connector is silent.',
      connectors.flatMap(({ name, lastSignOfLife }) =>
        lastSignOfLife.known ? timestamp({ connector: name }, lastSignOfLife.value?.at) : [],
      ),
    ),
    gauge(
      'phs_last_heartbeat_timestamp_seconds',
      'Unix time of the latest heartbeat (event 654) in the window; a busy connector can have none.',
      connectors.flatMap(({ name, heartbeat }) =>
        heartbeat.known ? timestamp({ connector: name }, heartbeat.value?.at) : [],
      ),
    ),
    gauge(
      'phs_last_cycle_timestamp_seconds',
      'Unix time at which the last password sync cycle of each domain ended.',
      connectors.flatMap(({ name, lastCycles }) =>
        lastCycles.known
          ? lastCycles.value.flatMap(({ partition, dn, endedAt }) =>
              timestamp({ connector: name, partition, dn }, endedAt),
            )
          : [],
      ),
    ),
    gauge(
      'phs_sign_of_life_age_seconds',
      'Age of the latest event in the window that shows that the connector is alive, heartbeats included.',
      connectors.flatMap(lifeSamples),
    ),
    gauge(
      'phs_last_cycle_age_seconds',
      'Age of the last password sync cycle of each domain.',
      connectors.flatMap(cycleSamples),
    ),
    gauge(
      'phs_changes_requested',
      'Users whose passwords were sent in the window (event 656).',
      connectors.flatMap(changeSamples('requested')),
    ),
    gauge(
      'phs_changes_succeeded',
      'Users of the window whose result is Success (event 657).',
      connectors.flatMap(changeSamples('succeeded')),
    ),
    gauge(
      'phs_changes_failed',
      'Users of the window with any other result (event 657).',
      connectors.flatMap(changeSamples('failed')),
    ),
    gauge(
      'phs_full_sync_running',
      '1 when a full password sync has begun and its end is missing, also if it shows no progress (PHS304).',
      connectors.flatMap(({ name, fullSync }) =>
        fullSync.known
          ? [{ labels: { connector: name }, value: Number(['running', 'stuck'].includes(fullSync.value)) }]
          : [],
      ),
    ),
    gauge(
      'phs_connector_verdict',
      'Verdict on the connector: 1 for the one that it has, 0 for the others.',
      connectors.flatMap(({ name, verdict }) =>
        verdicts.map((text) => ({
          labels: { connector: name, verdict: text },
          value: Number(verdict.status === text),
        })),
      ),
    ),
  ];
}
