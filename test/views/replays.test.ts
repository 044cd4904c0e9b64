import { describe, expect, test } from '@jest/globals';
import type { EventsDocument } from '../../src/model/events-document.js';
import type { Report } from '../../src/model/report.js';
import type { AnswerSource, Source } from '../../src/model/source.js';
import { eventsTextView } from '../../src/views/events-text.js';
import { localTimes } from '../../src/views/local-times.js';
import { htmlReportView } from '../../src/views/html/page.js';
import { jsonView } from '../../src/views/json.js';
import { nagiosExitCode, nagiosView } from '../../src/views/nagios.js';
import { createTextObjectView } from '../../src/views/object-text.js';
import { prometheusView } from '../../src/views/prometheus.js';
import { textView } from '../../src/views/text.js';
import { plainTheme } from '../../src/views/theme.js';
import type { Verbosity } from '../../src/views/view.js';
import { healthyFacts, now } from '../support/facts.js';
import { readMetrics, readPluginLine } from '../support/monitoring-formats.js';
import { head, printed, resultOf, tailOf } from '../support/object-results.js';
import { eventOf, pageOf } from '../support/report-pages.js';
import { reportOf } from '../support/reports.js';

const days = 7 * 86_400_000;
const recording: Source & { kind: 'recording' } = {
  kind: 'recording',
  recordedAt: now.toISOString(),
  replayedAt: new Date(now.getTime() + days).toISOString(),
};
const replay = reportOf(healthyFacts(), { source: recording });
const live = reportOf(healthyFacts());
const simulated = reportOf(healthyFacts(), { source: { kind: 'simulated' } });
const options = { theme: plainTheme, verbosity: 'normal' } as const;
const replayHead =
  /^REPLAY: recorded \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC, 7 days ago\. This is not the server as it is now;/;

function text(report: Report, verbosity: Verbosity): string {
  return textView(report, { theme: plainTheme, verbosity });
}

describe('a text', () => {
  test.each(['normal', 'verbose'] as const)('(%s) of a replay says so in its first line', (verbosity) => {
    expect(text(replay, verbosity)).toMatch(replayHead);
    expect(text(live, verbosity)).not.toMatch(/replay|recording|simulated/i);
    expect(text(simulated, verbosity)).toMatch(/simulated server/);
  });

  test('says it with the age in its last lines, too: the first ones scroll away', () => {
    expect(text(replay, 'normal')).toMatch(/^\[ok\] REPLAY, 7 days old: Password hash/m);
    expect(text(live, 'normal')).toMatch(/^\[ok\] Password hash/m);
    const cut = reportOf(healthyFacts(), { source: { ...recording, incomplete: true } });
    expect(text(cut, 'normal')).toMatch(/^\[ok\] REPLAY, 7 days old, incomplete: Password hash/m);
    const ahead = { ...recording, replayedAt: new Date(now.getTime() - 60_000).toISOString() };
    expect(text(reportOf(healthyFacts(), { source: ahead }), 'normal')).toMatch(
      /^\[ok\] REPLAY, 1 min after this machine's clock: /m,
    );
  });

  test('of one line says it before the verdict', () => {
    expect(text(replay, 'quiet')).toMatch(/^\[ok\] REPLAY \(recorded .* UTC, 7 days ago\): Password hash.*\n$/);
    expect(text(simulated, 'quiet')).toMatch(/^\[ok\] SIMULATED: Password hash.*\n$/);
    expect(text(live, 'quiet')).toMatch(/^\[ok\] Password hash.*\n$/);
  });

  test('of a replay counts ages from the recording, and one of a server from now', () => {
    expect(text(replay, 'verbose')).toMatch(/\(12 min before the recording\)/);
    expect(text(replay, 'verbose')).not.toMatch(/\d (?:s|min|h|days) ago[^.]|next cycle in/);
    expect(text(live, 'verbose')).toMatch(/\(12 min ago\)/);
  });

  test('of a recording from a clock that goes before says that, too', () => {
    const ahead = { ...recording, replayedAt: new Date(now.getTime() - 60_000).toISOString() };
    expect(text(reportOf(healthyFacts(), { source: ahead }), 'normal')).toMatch(/1 min after this machine's clock/);
  });
});

test('JSON says what answered', () => {
  for (const report of [replay, live, simulated]) {
    expect(JSON.parse(jsonView(report, options))).toMatchObject({ source: report.source });
  }
});

describe('a plugin of a monitor', () => {
  test('says REPLAY, is UNKNOWN and draws no values of the past', () => {
    const line = nagiosView(replay, options);
    expect(line).toMatch(/^PHS UNKNOWN - REPLAY \(recorded .* UTC, 7 days ago\): SYNC01: /);
    expect(readPluginLine(line).data).toEqual([]);
    expect(nagiosExitCode(replay, {})).toBe(3);
  });

  test('has the state of the recorded run where it is asked for as of the recording', () => {
    const line = nagiosView(replay, { ...options, asOfRecording: true });
    expect(line).toMatch(/^PHS OK - REPLAY \(/);
    expect(readPluginLine(line).data.length).toBeGreaterThan(3);
    expect(nagiosExitCode(replay, { asOfRecording: true })).toBe(0);
  });

  test('says of a simulated server that it is one, and nothing of a real one', () => {
    expect(nagiosView(simulated, options)).toMatch(/^PHS OK - SIMULATED: SYNC01: /);
    expect(nagiosView(live, options)).toMatch(/^PHS OK - SYNC01: /);
  });
});

describe('metrics', () => {
  const up = (report: Report, asOfRecording = false): unknown =>
    readMetrics(prometheusView(report, { ...options, asOfRecording })).filter(({ metric }) => metric === 'phs_tool_up');

  test('of a replay have its label on every sample and say that no server was looked at', () => {
    for (const { labels } of readMetrics(prometheusView(replay, options))) {
      expect(labels).toMatchObject({ source: 'recording' });
    }
    expect(up(replay)).toEqual([{ metric: 'phs_tool_up', labels: { source: 'recording' }, value: 0 }]);
    expect(up(replay, true)).toEqual([{ metric: 'phs_tool_up', labels: { source: 'recording' }, value: 1 }]);
  });

  test('of a server have no such label, and those of a simulated one theirs', () => {
    expect(prometheusView(live, options)).not.toMatch(/source=/);
    expect(up(live)).toEqual([{ metric: 'phs_tool_up', labels: {}, value: 1 }]);
    expect(up(simulated)).toEqual([{ metric: 'phs_tool_up', labels: { source: 'simulated' }, value: 1 }]);
  });
});

test('an HTML report of a replay says so above its headline and in its title, and one of a server does not', () => {
  const html = htmlReportView(pageOf(healthyFacts(), [eventOf(611, 5, 'x')], { source: recording }));
  expect(html).toMatch(/<title>REPLAY: /);
  expect(html).toMatch(/role="note">.*REPLAY: recorded .*<h1>/s);
  expect(html).toMatch(/5 min before the recording/);
  expect(html).not.toMatch(/\d (?:s|min|h|days) ago[^.]|over the last/);
  expect(htmlReportView(pageOf(healthyFacts()))).not.toMatch(/REPLAY|recording/);
});

test('followed users of a replay begin with it, in every verbosity', () => {
  for (const single of [true, false]) {
    for (const verbosity of ['normal', 'verbose'] as const) {
      const view = createTextObjectView({ theme: plainTheme, verbosity, single });
      expect(view.head({ ...head, source: recording })).toMatch(replayHead);
      expect(printed(view, [resultOf()])).not.toMatch(/REPLAY/);
      expect(view.head({ ...head, source: { kind: 'simulated' } })).toMatch(/simulated server/);
    }
    const quiet = createTextObjectView({ theme: plainTheme, verbosity: 'quiet', single });
    const line = (source: AnswerSource): string =>
      quiet.head({ ...head, source }) + quiet.object(resultOf()) + quiet.tail(tailOf([resultOf()]));
    expect(line(recording)).toMatch(/^\[ok\] REPLAY \(recorded .* UTC, 7 days ago\): [^\n]+\n$/);
    expect(line({ kind: 'simulated' })).toMatch(/^\[ok\] SIMULATED: [^\n]+\n$/);
    expect(line({ kind: 'live' })).toMatch(/^\[ok\] [^\n]+\n$/);
  }
});

test('a table of events says in its first line that a recording or a simulated server answered', () => {
  const document: EventsDocument = {
    schemaVersion: '1.0',
    tool: { name: 'phs-tool', version: '0.1.0' },
    command: 'events',
    startedAt: now.toISOString(),
    finishedAt: now.toISOString(),
    source: { kind: 'live' },
    window: { startsAt: now.toISOString(), endsAt: now.toISOString(), lengthMs: 0 },
    filter: { connector: null, eventIds: null, group: null },
    audit: null,
    cutEventIds: [],
    log: { oldestAt: null, coversWindow: null },
    timelines: [],
    eventCount: 0,
    events: [],
  };
  const shown = (source: EventsDocument['source']): string =>
    eventsTextView({ ...document, source }, { ...options, times: localTimes('UTC') });
  expect(shown(recording)).toMatch(replayHead);
  expect(shown({ kind: 'simulated' })).toMatch(/^SIMULATED: a simulated server answered\.\n/);
  expect(shown({ kind: 'live' })).toBe('No event.\n');
});
