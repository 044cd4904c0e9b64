import type { Context } from '../command-line/context.js';
import { PsError } from '../base/errors.js';
import { inTurns } from '../base/turns.js';
import { toolVersion } from '../base/version.js';
import type { RecordingDocument } from '../model/recording-document.js';
import { findFollowed } from '../ps/followed-users.js';
import { ReplaySession } from '../ps/replay.js';
import { getPhsEvent } from '../scripts/get-phs-event.js';
import { getPhsPlatform } from '../scripts/get-phs-platform.js';

/** Most followed users that the document names. */
const mostListedUsers = 1_000;

/** What is not in the recording is null; any other error is one. */
async function ifRecorded<Value>(answer: Promise<Value>): Promise<Value | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof PsError) {
      return null;
    }
    throw error;
  }
}

/** The widest window of events that somebody asked for. */
function* findEventsSince(session: ReplaySession): Generator<undefined, string | null> {
  let first: string | null = null;
  for (const asked of session.asked([getPhsEvent.name])) {
    const { after } = asked.arguments;
    if (typeof after === 'string' && !Number.isNaN(Date.parse(after)) && (first === null || after < first)) {
      first = after;
    }
    yield;
  }
  return first;
}

async function describeServer(session: ReplaySession): Promise<RecordingDocument['server']> {
  const platform = (await ifRecorded(session.run(getPhsPlatform, {})))?.rows[0];
  return platform === undefined ? null : { machineName: platform.machineName, productVersion: platform.productVersion };
}

/** What a bundle says of its names; of a cut one no more than its first line does. */
function describeRedaction({ redaction, redactLevel }: ReplaySession): RecordingDocument['redaction'] {
  if (redaction !== undefined) {
    return { level: redaction.level, replaced: redaction.replaced };
  }
  return redactLevel === 'none' ? null : { level: redactLevel, replaced: null };
}

/** Reads what is in a recording. Rejects with E_FILE, E_RECORDING or a CancelledError. */
export async function describeRecording(
  { clock, signal }: Pick<Context, 'clock' | 'signal'>,
  file: string,
): Promise<RecordingDocument> {
  const session = await ReplaySession.openInTurns(file, signal);
  try {
    const { format, toolVersion: madeBy, command, startedAt, recordedAt, simulated } = session.header;
    const { outcome, lines, endsInLine, answers } = session.end;
    const users = await inTurns(findFollowed(session), signal);
    const engine = await ifRecorded(session.info());
    return {
      schemaVersion: '1.0',
      tool: { name: 'phs-tool', version: toolVersion() },
      command: 'replay',
      file,
      recording: {
        format,
        toolVersion: madeBy,
        command,
        startedAt,
        recordedAt,
        ageMs: clock().getTime() - Date.parse(recordedAt),
        simulated,
        outcome,
        lines,
        endsInLine,
        answers,
      },
      server: await describeServer(session),
      engine: engine && { psVersion: engine.psVersion, edition: engine.edition },
      eventsSinceAt: await inTurns(findEventsSince(session), signal),
      redaction: describeRedaction(session),
      users: { count: users.length, named: users.slice(0, mostListedUsers) },
    };
  } finally {
    await session.close();
  }
}
