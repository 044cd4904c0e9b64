import { expect } from '@jest/globals';
import { catalog } from '../../src/checks/catalog.js';
import { collectDiagnosis } from '../../src/collect/collect-diagnosis.js';
import { buildObjectSource } from '../../src/collect/collect-objects.js';
import { Asker } from '../../src/collect/ask.js';
import { findArrival } from '../../src/object-checks/password-set.js';
import { buildObjectResult } from '../../src/report/build-object-result.js';
import { ServerForUsers } from '../../src/report/server-for-users.js';
import { buildReport } from '../../src/report/build-report.js';
import { ReplaySession } from '../../src/ps/replay.js';
import { isCommonWord } from '../../src/redact/vocabulary.js';
import type { Redactor } from '../../src/redact/redactor.js';
import { loadScenario } from '../../src/simulator/scenario.js';
import { recordingPath } from '../../src/simulator/recordings.js';
import { redactRecording } from './redacted.js';

const same = (text: string): string => text;

/** Check, status and subject of every finding; subjects as `renamed` says. */
async function findingsOf(session: ReplaySession, renamed: (text: string) => string): Promise<string[]> {
  const now = new Date(session.header.recordedAt);
  const facts = await collectDiagnosis(session, { now, sinceMs: 10_800_000, modulePath: undefined });
  const report = buildReport(facts, {
    toolVersion: 'test',
    command: 'diagnose',
    startedAt: now,
    finishedAt: now,
    expect: 'active',
    failOn: 'fail',
    source: { kind: 'live' },
    checks: catalog,
  });
  return report.findings
    .map(({ check, status, subject }) =>
      `${check} ${status} ${subject === undefined ? '' : renamed(subject)}`.toLowerCase(),
    )
    .sort();
}

/** The verdict on each user that the scenario speaks of, with everything that it rests on. */
async function usersOf(session: ReplaySession, dns: readonly string[]): Promise<string[]> {
  const now = new Date(session.header.recordedAt);
  const options = { now, sinceMs: 10_800_000, modulePath: undefined };
  const facts = await collectDiagnosis(session, options);
  const source = await buildObjectSource(session, new Asker(session, {}), facts, options);
  const follow = source.follow(undefined, false);
  const causes: string[] = [];
  const server = new ServerForUsers(facts, 'active');
  for (const text of dns) {
    const trace = await follow({ kind: 'dn', text });
    const subject = { trace, server: facts, userEvents: source.userEvents };
    const arrived = findArrival(subject);
    const serverCauses = server.listCauses(trace, arrived === null ? undefined : Date.parse(arrived));
    const result = buildObjectResult(subject, { index: 1, line: null, now, serverCauses, withSides: false });
    const statuses = [...result.findings, ...serverCauses].map(({ check, status }) => `${check} ${status}`);
    causes.push([result.status, result.cause?.check, ...statuses].join());
  }
  return causes;
}

/**
 * What holds a name by chance: a mark of the texts of events ("temp"), groups ("admin"), and what stands in a recording
 * for the folder of the simulated server.
 */
const mark = /\battempts=(?=\d)|adsyncadmins|administrators?|<server>/g;

/** Names that stand in the redacted text all the same. */
function leaks(text: string, redactor: Redactor): string[] {
  const lower = text.toLowerCase().replace(mark, '');
  return [...redactor.mapping()]
    .map(({ name }) => name.toLowerCase())
    .filter((name) => name.length > 3 && !isCommonWord(name) && lower.includes(JSON.stringify(name).slice(1, -1)));
}

/** Expects a redacted recording of the scenario to hold none of its names and to lead to the same verdicts. */
export async function expectSameVerdicts(name: string): Promise<void> {
  const { expect: expected } = await loadScenario(name);
  const dns = expected.users.map(({ dn }) => dn);
  const original = ReplaySession.open(recordingPath(name));
  const users = dns.length === 0 ? [] : await usersOf(original, dns);
  for (const level of ['names', 'all'] as const) {
    const { text, redactor } = redactRecording(recordingPath(name), level);
    const replayed = ReplaySession.fromText(text);
    const renamed = (subject: string): string => redactor.value('connector', subject);

    expect(leaks(text, redactor)).toEqual([]);
    expect(await findingsOf(replayed, same)).toEqual(await findingsOf(original, renamed));
    const renamedDns = dns.map((dn) => redactor.value('dn', dn));
    expect(dns.length === 0 ? [] : await usersOf(replayed, renamedDns)).toEqual(users);
  }
  await original.close();
}
