import { instantText } from '../model/instant.js';
import type { Report } from '../model/report.js';
import type { RemoteName } from '../base/remote-server.js';
import type { AnswerSource, Source } from '../model/source.js';
import { durationText } from '../model/duration.js';
import { type AgeReference, type RunTimes } from './times.js';

/** True when a simulated server answered, now or when it was recorded. */
export function isSimulated({ server, source }: Pick<Report, 'server' | 'source'>): boolean {
  return source?.kind === 'simulated' || server?.simulated === true;
}

/** What ages in a text are counted from. */
export function chooseAgeReference(source: Source | undefined): AgeReference {
  return source?.kind === 'recording' ? 'recording' : 'now';
}

/** What the times of a report are counted from. */
export function chooseRunTimes({ source, window }: Pick<Report, 'source' | 'window'>): RunTimes {
  return { reference: chooseAgeReference(source), windowMs: window?.lengthMs ?? null };
}

/** What is said of names that are perhaps not those of the server. */
const namesWords = { names: ', names replaced', all: ', names replaced', unknown: ', names perhaps replaced' } as const;

type RecordingSource = Extract<AnswerSource, { kind: 'recording' }>;

/** How old a recording was when it was replayed; one from another clock can be ahead of it. */
function ageOf({ recordedAt, replayedAt }: RecordingSource): { readonly age: string; readonly isAhead: boolean } {
  const ageMs = Date.parse(replayedAt) - Date.parse(recordedAt);
  return { age: durationText(ageMs), isAhead: ageMs < 0 };
}

/** `recorded 2026-11-22 10:15:00 UTC, 7 days ago`; a recording from another clock can be dated after its replay. */
function recordedText(source: RecordingSource): string {
  const { recordedAt, redacted, incomplete } = source;
  const { age, isAhead } = ageOf(source);
  const ago = isAhead ? `${age} after this machine's clock` : `${age} ago`;
  const rest = `${redacted === undefined ? '' : namesWords[redacted]}${incomplete === true ? ', incomplete' : ''}`;
  return `recorded ${instantText(recordedAt)}, ${ago}${rest}`;
}

/** `aadc01.contoso.com by WinRM`: a server that was asked from another machine. */
function remoteText({ computer, by }: RemoteName): string {
  return `${computer} by ${by}`;
}

/** How a server was reached, for a header: one part, or none for this machine and for files. */
export function reachedParts(source: Source | undefined): readonly string[] {
  return source?.kind === 'live' && source.remote !== undefined ? [`reached as ${remoteText(source.remote)}`] : [];
}

/** Marks a result that no real server gave now, in a few words and before anything else; undefined for one that did. */
function sourceMark(source: Source | undefined): string | undefined {
  switch (source?.kind) {
    case 'recording':
      return `REPLAY (${recordedText(source)})`;
    case 'simulated':
      return 'SIMULATED';
    case 'live':
      return source.remote === undefined ? undefined : remoteText(source.remote);
    default:
      return undefined;
  }
}

/** The line at the head of a text that a recording answered; undefined for any other. */
export function replayLine(source: Source | undefined): string | undefined {
  return source?.kind === 'recording'
    ? `REPLAY: ${recordedText(source)}. This is not the server as it is now; ages are those when it was recorded.`
    : undefined;
}

/** A text of one line, after its mark. */
export function marked(source: Source | undefined, text: string): string {
  const mark = sourceMark(source);
  return mark === undefined ? text : `${mark}: ${text}`;
}

/** `REPLAY, 7 days old: ` or `SIMULATED: ` before the line of one of several servers; empty if a real server answered now. */
export function shortMark(source: Source | undefined): string {
  if (source?.kind !== 'recording') {
    return source?.kind === 'simulated' ? 'SIMULATED: ' : '';
  }
  const { age, isAhead } = ageOf(source);
  const cut = source.incomplete === true ? ', incomplete' : '';
  return `REPLAY, ${isAhead ? `${age} after this machine's clock` : `${age} old`}${cut}: `;
}

/** A verdict below a header that tells the rest: the header can have scrolled away, so the age stands here, too. */
export function shortlyMarked(source: Source | undefined, text: string): string {
  return source?.kind === 'recording' ? `${shortMark(source)}${text}` : marked(source, text);
}

/** The line at the head if a text has no header that names a simulated server. */
export function sourceLine(source: Source | undefined): string | undefined {
  return source?.kind === 'simulated'
    ? 'SIMULATED: a simulated server answered.'
    : source?.kind === 'live' && source.remote !== undefined
      ? `REMOTE: ${remoteText(source.remote)}.`
      : replayLine(source);
}
