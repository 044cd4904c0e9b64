import { buildLineResult, buildObjectResult } from '../../src/report/build-object-result.js';
import { buildServer } from '../../src/report/build-report.js';
import type { DiagnosticEntry, DiagnosticTopic } from '../../src/model/diagnostic-entry.js';
import { known } from '../../src/model/fact.js';
import type { ObjectReportHead, ObjectReportTail, ObjectResult, ServerCause } from '../../src/model/object-report.js';
import { ObjectTally } from '../../src/model/object-tally.js';
import type { ObjectTrace } from '../../src/model/object-trace.js';
import type { UserEvents } from '../../src/parsers/user-events.js';
import type { ObjectView } from '../../src/views/object-view.js';
import { now, unreadable, windowStartsAt } from './facts.js';
import { healthyTrace, metaverseObject, serverFacts, sourceObject, targetObject, userEvents } from './trace.js';

/** The result for a trace on a healthy server. */
export function resultOf(
  changes: Partial<ObjectTrace> = {},
  input: { index?: number; line?: number | null; serverCauses?: readonly ServerCause[]; withSides?: boolean } = {},
  events: UserEvents = userEvents(),
): ObjectResult {
  const subject = { trace: healthyTrace(changes), server: serverFacts(), userEvents: known(events) };
  return buildObjectResult(subject, { index: 1, line: null, now, serverCauses: [], withSides: false, ...input });
}

/** A name that attacks a terminal, a line and a reader at once. */
export const hostileText = 'evil\u001b[2J\r\n[ok] fake\u202Egpj\u009b2J\u0007';

/** What Microsoft's diagnostics say in one line of the non-interactive mode. */
export function said(topic: DiagnosticTopic, status: DiagnosticEntry['status'], text: string): DiagnosticEntry {
  return { section: '', subject: null, topic, status, text, color: null, kind: 'result' };
}

const opinion = known([
  said('connector-space', 'ok', 'Object "CN=Anna Adams" is found in AD Connector Space - "contoso.com"'),
  said('metaverse', 'problem', 'Object "CN=Anna Adams" is not found in Metaverse'),
  said('other', 'information', `A line that nobody knows \u001b[2J`),
]);

/** What stands before and after the results. */
export const head: ObjectReportHead = {
  schemaVersion: '1.0',
  tool: { name: 'phs-tool', version: '0.1.0' },
  command: 'diagnose',
  startedAt: now.toISOString(),
  server: buildServer(serverFacts()),
  source: { kind: 'live' },
  window: { startsAt: windowStartsAt.toISOString(), endsAt: now.toISOString(), lengthMs: 3 * 60 * 60_000 },
};

/** The end of a run over these results. */
export function tailOf(results: readonly ObjectResult[], serverCauses: readonly ServerCause[] = []): ObjectReportTail {
  const tally = new ObjectTally();
  for (const result of results) {
    tally.add(result);
  }
  return { finishedAt: now.toISOString(), summary: tally.summary('fail', serverCauses) };
}

/** A whole run as a view prints it. */
export function printed(
  view: ObjectView,
  results: readonly ObjectResult[],
  serverCauses: readonly ServerCause[] = [],
): string {
  return [view.head(head), ...results.map(view.object), view.tail(tailOf(results, serverCauses))].join('');
}

/** Runs whose texts are kept as golden files. */
export const goldenObjects: Readonly<Record<string, readonly ObjectResult[]>> = {
  'one-in-order': [resultOf({}, { withSides: true })],
  'one-broken': [resultOf({ target: known(targetObject({ hasExportError: true, exportError: 'DuplicateValue' })) })],
  'one-unknown': [resultOf({ metaverse: unreadable('timeout'), target: unreadable('timeout') })],
  several: [
    resultOf({}, { line: 1 }),
    resultOf({ source: known(null) }, { index: 2, line: 2 }),
    resultOf(
      { source: known(sourceObject({ metaverseObjectId: null })), metaverse: known(null) },
      { index: 3, line: 5 },
    ),
    resultOf({ source: known(null) }, { index: 4, line: 6 }),
    resultOf({ log: unreadable('failed') }, { index: 5, line: 7 }),
    buildLineResult('"CN=x', 'A quotation mark is not closed.', { index: 6, line: 8 }),
  ],
  'second-opinion': [resultOf({ secondOpinion: opinion })],
  'second-opinions': [
    resultOf({ secondOpinion: opinion }, { line: 1 }),
    resultOf({ secondOpinion: unreadable('command-missing') }, { index: 2, line: 2 }),
    resultOf({ secondOpinion: known([]) }, { index: 3, line: 3 }),
  ],
  hostile: [
    resultOf(
      {
        reference: { kind: 'upn', text: hostileText },
        distinguishedName: `CN=${hostileText}`,
        connectorNames: [hostileText],
        secondOpinion: known([said('other', 'problem', hostileText)]),
        source: known(sourceObject({ connectorName: hostileText, objectType: hostileText })),
        metaverse: known(
          metaverseObject({ attributes: [{ name: hostileText, values: [hostileText], ruleName: hostileText }] }),
        ),
      },
      { withSides: true },
    ),
  ],
};
