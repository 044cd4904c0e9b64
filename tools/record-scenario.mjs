// Records what "status", "diagnose" and "events" ask and get on a simulated server of a scenario, in the real engine, at a
// fixed instant: so that the same scenario gives the same recording on every machine. The users that the scenario expects
// something of are followed, too, and Microsoft's diagnostics are run if it expects something of them.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collectDiagnosisFurther } from '../build/collect/collect-diagnosis.js';
import { buildObjectSource } from '../build/collect/collect-objects.js';
import { collectSecondOpinion } from '../build/collect/collect-second-opinion.js';
import { packageRoot } from '../build/base/package-root.js';
import { openSession } from '../build/session/open-session.js';
import { RecordingSession } from '../build/ps/recording.js';
import { createSimulatedServer } from '../build/simulator/create-server.js';
import { loadScenario } from '../build/simulator/scenario.js';
import { toolVersion } from '../build/base/version.js';

/** The instant at which every recording of a scenario is made. */
export const recordedAt = new Date('2026-11-22T12:00:00.000Z');

const hour = 3_600_000;

/** Asks everything that a recording of a scenario is to answer. */
async function askAll(session, scenario) {
  const options = { now: recordedAt, sinceMs: 3 * hour, modulePath: undefined, widestWindowMs: 24 * hour };
  const { asker, facts } = await collectDiagnosisFurther(session, options);
  const { users, secondOpinion } = (await loadScenario(scenario)).expect;
  if (secondOpinion !== undefined) await collectSecondOpinion(session, { facts });
  if (users.length === 0) return;
  const follow = (await buildObjectSource(session, asker, facts, options)).follow(undefined, false);
  for (const { dn } of users) {
    await follow({ kind: 'dn', text: dn });
  }
}

/** The recording of one scenario as NDJSON, without what differs from machine to machine. */
export async function recordScenario(name, powershell) {
  const directory = await mkdtemp(join(tmpdir(), 'phs-record-'));
  try {
    await createSimulatedServer(name, directory, { now: recordedAt, standingClock: true });
    const opened = await openSession(
      { simulate: directory, powershell, onNote: () => undefined },
      { env: { ...process.env, TZ: 'UTC' }, clock: () => recordedAt },
    );
    let text = '';
    const at = recordedAt.toISOString();
    const origin = { toolVersion: toolVersion(), command: 'diagnose', startedAt: at, recordedAt: at, simulated: true };
    const session = new RecordingSession(opened.session, origin, (line) => {
      text += line;
    });
    try {
      await askAll(session, name);
      session.end('completed', recordedAt);
    } finally {
      await opened.close();
    }
    return normalize(text, directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function normalize(text, directory) {
  const lines = text
    .replaceAll(JSON.stringify(directory).slice(1, -1), '<server>')
    .replaceAll(JSON.stringify(packageRoot()).slice(1, -1), '<root>')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
  for (const line of lines) {
    if (line.type === 'session') {
      Object.assign(line.info, { processId: 1, osVersion: 'test machine', culture: 'en-US', timeZone: 'UTC' });
      Object.assign(line.info, { clrVersion: 'test', psVersion: line.info.psVersion.replace(/^(\d+\.\d+).*/, '$1') });
    }
    if (line.type === 'answer') line.durationMs = 0;
    for (const { kind, fields } of line.rows ?? []) {
      if (kind === 'platform') fields.host = '<powershell>';
    }
    for (const error of line.errors ?? []) error.position = '';
  }
  return `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`;
}
