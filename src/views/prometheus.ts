import type { ConnectorOverview, Report } from '../model/report.js';
import { escapeForTerminal } from '../base/escape.js';
import type { View, ViewOptions } from './view.js';

/** One measured value with its labels, in the order in which they are written. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A metric of the text format: its name, what it means, and its samples. Every metric here is a gauge. */
export interface Metric {
  readonly name: string;
  readonly help: string;
  readonly samples: readonly Sample[];
}

/** Controls and what reorders text become visible; line feeds are kept, because the format has an escape for them. */
function visible(text: string): string {
  return text.split('\n').map(escapeForTerminal).join('\n');
}

/** A label's value: `\`, `"` and line feeds are escaped (Prometheus, "Exposition formats"). */
export function labelText(value: string): string {
  return visible(value).replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function helpText(help: string): string {
  return visible(help).replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}

function sampleLine(name: string, { labels, value }: Sample): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${labelText(text)}"`);
  return `${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${value}`;
}

/** One sample for each set of labels: a collector refuses a file in which one occurs twice. The first one stays. */
function distinct(name: string, samples: readonly Sample[]): readonly string[] {
  const lines = new Map<string, string>();
  for (const sample of samples) {
    const key = sampleLine(name, { ...sample, value: 0 });
    if (!lines.has(key)) {
      lines.set(key, sampleLine(name, sample));
    }
  }
  return [...lines.values()];
}

/** The text format of Prometheus: HELP, TYPE and samples of each metric that has any; ends with a line feed. */
export function metricsText(metrics: readonly Metric[]): string {
  return metrics
    .filter(({ samples }) => samples.length > 0)
    .flatMap(({ name, help, samples }) => [
      `# HELP ${name} ${helpText(help)}`,
      `# TYPE ${name} gauge`,
      ...distinct(name, samples),
    ])
    .map((line) => `${line}\n`)
    .join('');
}

function gauge(name: string, help: string, samples: readonly Sample[]): Metric {
  return { name, help, samples };
}

function only(value: number | boolean | null | undefined): readonly Sample[] {
  return value === null || value === undefined ? [] : [{ labels: {}, value: Number(value) }];
}

const toSeconds = (ms: number): number => ms / 1000;

/** What is known of the run itself; all that there is when the run failed. */
function toolMetrics(report: Report, { asOfRecording }: ViewOptions): readonly Metric[] {
  const { summary, window, startedAt, finishedAt, tool, source } = report;
  // A replay looks at a file: the server can be anything by now.
  const looked = summary.status !== 'error' && (source?.kind !== 'recording' || asOfRecording === true);
  return [
    gauge('phs_tool_up', '1 when phs-tool could look at the server, 0 when it could not.', only(looked)),
    gauge('phs_tool_info', 'Version of phs-tool and name of the server that it looked at.', [
      { labels: { version: tool.version, server: serverName(report) }, value: 1 },
    ]),
    gauge('phs_tool_exit_code', 'Exit code of phs-tool (docs/exit-codes.md).', only(summary.exitCode)),
    gauge(
      'phs_tool_collected_timestamp_seconds',
      'Unix time to which the ages refer; of a failed run, when it ended.',
      only(toSeconds(Date.parse(window?.endsAt ?? finishedAt))),
    ),
    gauge(
      'phs_tool_run_duration_seconds',
      'How long the run took.',
      only(toSeconds(Date.parse(finishedAt) - Date.parse(startedAt))),
    ),
  ];
}

function serverName({ server }: Report): string {
  return server?.platform.known === true ? server.platform.value.machineName : '';
}

function summaryMetrics({ summary, findings }: Report): readonly Metric[] {
  const counted = new Map<string, { readonly labels: Sample['labels']; value: number }>();
  for (const { check, category, subject, status } of findings) {
    const labels = { check, category, ...(subject === undefined ? {} : { subject }), status };
    const key = JSON.stringify(labels);
    const sample = counted.get(key) ?? { labels, value: 0 };
    counted.set(key, { labels, value: sample.value + 1 });
  }
  return [
    gauge(
      'phs_status',
      'Verdict on password hash synchronization: 1 for the status that it has, 0 for the others.',
      (['pass', 'warn', 'fail', 'unknown'] as const).map((status) => ({
        labels: { status },
        value: Number(summary.status === status),
      })),
    ),
    gauge(
      'phs_findings_by_status',
      'Number of findings of each status.',
      Object.entries(summary.counts).map(([status, value]) => ({ labels: { status }, value })),
    ),
    gauge('phs_findings', 'Findings by check, subject and status.', [...counted.values()]),
  ];
}

function serverMetrics({ overview }: Report): readonly Metric[] {
  const tenant = overview?.passwordHashSyncInTenant;
  const staging = overview?.stagingMode;
  const scheduler = overview?.scheduler;
  return [
    gauge(
      'phs_tenant_feature_enabled',
      '1 when the tenant accepts password hashes.',
      only(tenant?.known === true ? tenant.value : null),
    ),
    gauge(
      'phs_staging_mode',
      '1 when the server is in staging mode.',
      only(staging?.known === true ? staging.value : null),
    ),
    gauge(
      'phs_scheduler_enabled',
      '1 when the scheduler is enabled and not suspended.',
      only(scheduler?.known === true && scheduler.value.enabled !== null ? isRunning(scheduler.value) : null),
    ),
  ];
}

function isRunning({
  enabled,
  suspended,
}: {
  readonly enabled: boolean | null;
  readonly suspended: boolean | null;
}): boolean {
  return enabled === true && suspended !== true;
}

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

const verdicts = ['alive', 'failing', 'silent', 'off', 'unknown', 'explained'] as const;

function connectorMetrics({ overview }: Report): readonly Metric[] {
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

/** Every sample with what answered, unless a real server did: series of a replay must not go on those of the server. */
function marked(metrics: readonly Metric[], source: Report['source']): readonly Metric[] {
  return source === undefined || source.kind === 'live'
    ? metrics
    : metrics.map((metric) => ({
        ...metric,
        samples: metric.samples.map(({ labels, value }) => ({ labels: { ...labels, source: source.kind }, value })),
      }));
}

/**
 * Metrics for the textfile collector of node_exporter and windows_exporter. Of a failed run, and of a replay unless it was asked
 * for as of its recording: `phs_tool_up 0`.
 */
export const prometheusView: View = (report, options) => {
  const tool = toolMetrics(report, options);
  const all =
    report.summary.status === 'error'
      ? tool
      : [...tool, ...summaryMetrics(report), ...serverMetrics(report), ...connectorMetrics(report)];
  return metricsText(marked(all, report.source));
};
