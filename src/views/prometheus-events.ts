import type { Report } from '../model/report.js';
import { gauge, timestamp, toSeconds, type Metric, type Sample } from './prometheus-text.js';

type ReportedProblem = (NonNullable<Report['overview']>['problems'] & { known: true })['value'][number];

/** Without a connector or a code there is no label. */
function problemLabels({ connector, eventId, code }: ReportedProblem): Sample['labels'] {
  return {
    ...(connector === null ? {} : { connector }),
    event_id: String(eventId),
    ...(code === null ? {} : { code }),
  };
}

type Overview = Report['overview'];

function problemMetrics(overview: Overview): readonly Metric[] {
  const problems = overview?.problems.known === true ? overview.problems.value : [];
  return [
    gauge(
      'phs_problem_events',
      'Number of events of the window that report a problem, by id and the code that they name.',
      problems.map((problem) => ({ labels: problemLabels(problem), value: problem.count })),
    ),
    gauge(
      'phs_last_problem_timestamp_seconds',
      'Unix time of the latest of these events.',
      problems.flatMap((problem) => timestamp(problemLabels(problem), problem.latestAt)),
    ),
  ];
}

function buildMetrics(overview: Overview): readonly Metric[] {
  const build = overview?.build ?? undefined;
  return [
    gauge(
      'phs_build_info',
      'Version of Entra Connect.',
      build === undefined ? [] : [{ labels: { version: build.version }, value: 1 }],
    ),
    gauge(
      'phs_build_support_ends_timestamp_seconds',
      'Unix time at which the support of the build ends; absent if the list of builds does not say.',
      timestamp({}, build?.supportEndsAt),
    ),
    gauge(
      'phs_build_stops_timestamp_seconds',
      'Unix time at which the service stops synchronization with this build or its way to sign in; absent if not within half a year.',
      timestamp({}, build?.stopsAt),
    ),
  ];
}

function certificateMetrics(overview: Overview): readonly Metric[] {
  const certificate = overview?.certificate.known === true ? overview.certificate.value : undefined;
  return [
    gauge(
      'phs_certificate_renewal_due_timestamp_seconds',
      'Unix time of the latest warning that the certificate of the application must be renewed (event 1011); absent once it was renewed.',
      timestamp({}, certificate?.renewalDueAt),
    ),
    gauge(
      'phs_certificate_expired_timestamp_seconds',
      'Unix time of the latest report that the certificate has expired (event 1012); absent once it was renewed.',
      timestamp({}, certificate?.expiredAt),
    ),
  ];
}

/** What events of the window report, and the days after which the build or the certificate no longer does. */
export function eventMetrics({ overview, window }: Report): readonly Metric[] {
  return [
    gauge(
      'phs_window_seconds',
      'Length of the window in which events are counted.',
      window === null ? [] : [{ labels: {}, value: toSeconds(window.lengthMs) }],
    ),
    ...problemMetrics(overview),
    ...buildMetrics(overview),
    ...certificateMetrics(overview),
  ];
}
