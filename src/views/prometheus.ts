import type { Report } from '../model/report.js';
import { connectorMetrics } from './prometheus-connectors.js';
import { eventMetrics } from './prometheus-events.js';
import { gauge, metricsText, toSeconds, type Metric, type Sample } from './prometheus-text.js';
import type { View, ViewOptions } from './view.js';

function only(value: number | boolean | null | undefined): readonly Sample[] {
  return value === null || value === undefined ? [] : [{ labels: {}, value: Number(value) }];
}

/** What is known of the run itself; all that there is when the run failed. */
function toolMetrics(report: Report, { asOfRecording, machineName }: ViewOptions): readonly Metric[] {
  const { summary, window, startedAt, finishedAt, tool, source } = report;
  // A replay looks at a file: the server can be anything by now.
  const looked = summary.status !== 'error' && (source?.kind !== 'recording' || asOfRecording === true);
  return [
    gauge('phs_tool_up', '1 if phs-tool could check the server, 0 if it could not.', only(looked)),
    gauge('phs_tool_info', 'Version of phs-tool and name of the server that it looked at.', [
      { labels: { version: tool.version, server: serverName(report) ?? machineName ?? '' }, value: 1 },
    ]),
    gauge('phs_tool_exit_code', 'Exit code of phs-tool (phs-tool help exit-codes).', only(summary.exitCode)),
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

function serverName({ server }: Report): string | undefined {
  return server?.platform.known === true ? server.platform.value.machineName : undefined;
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

/** Every sample with what answered, unless a real server did: series of a replay must not go on those of the server. */
function marked(metrics: readonly Metric[], source: Report['source']): readonly Metric[] {
  return source === undefined || source.kind === 'live'
    ? metrics
    : metrics.map((metric) => ({
        ...metric,
        samples: metric.samples.map(({ labels, value }) => ({ labels: { ...labels, source: source.kind }, value })),
      }));
}

/** Every metric of a report, each sample with what answered. */
export function reportMetrics(report: Report, options: ViewOptions): readonly Metric[] {
  const tool = toolMetrics(report, options);
  const all =
    report.summary.status === 'error'
      ? tool
      : [
          ...tool,
          ...summaryMetrics(report),
          ...serverMetrics(report),
          ...connectorMetrics(report),
          ...eventMetrics(report),
        ];
  return marked(all, report.source);
}

/**
 * Metrics for the textfile collector of node_exporter and windows_exporter. Of a failed run, and of a replay unless it was asked
 * for as of its recording: `phs_tool_up 0`.
 */
export const prometheusView: View = (report, options) => metricsText(reportMetrics(report, options));
