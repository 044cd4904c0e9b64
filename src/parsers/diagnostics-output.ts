import type { DiagnosticEntry, DiagnosticLine } from '../model/diagnostic-entry.js';
import { readSentence, type Sentence } from './diagnostics-sentences.js';

const heading = /^((?:AAD|Azure AD|(?:Microsoft )?Entra(?: ID)?) Tenant|AD Connector|Directory Partition) +- +(\S.*)$/i;
const title = /^\s*Password Hash Synchronization (?:General|Single Object) Diagnostics\s*$/i;
const ruler = /^[\s=*_-]*$/;
const quoted = /"([^"]+)"/;
const named = /\b(?:AD Connector|Directory Partition)[ \t]*-[ \t]*(\S+)/i;
/** Properties of the non-interactive mode that say what the entries after them are about. */
const namingProperty = /^(?:AD ?Connector|(?:Directory ?)?Partition)(?: ?Name)?$/i;

const statusByOutputType: Readonly<Record<string, DiagnosticEntry['status']>> = {
  error: 'problem',
  warning: 'warning',
};

/** Host texts joined to whole lines, and texts of several lines parted into them. */
function wholeLines(lines: readonly DiagnosticLine[]): readonly DiagnosticLine[] {
  const whole: DiagnosticLine[] = [];
  let open: DiagnosticLine | undefined;
  for (const line of lines) {
    const joined: DiagnosticLine =
      open !== undefined && line.kind === 'host'
        ? { ...line, text: open.text + line.text, color: line.color ?? open.color }
        : line;
    if (open !== undefined && line.kind !== 'host') {
      whole.push(open);
    }
    open = line.kind === 'host' && line.noNewLine ? joined : undefined;
    if (open === undefined) {
      whole.push(...joined.text.split(/\r\n|\r|\n/).map((text) => ({ ...joined, text })));
    }
  }
  return open === undefined ? whole : [...whole, open];
}

function isEmpty(text: string | null): boolean {
  return text === null || text.trim() === '';
}

/** True for a result that has a property and no message (facts 2.2). */
function isPropertyAlone({ kind, text, propertyName }: DiagnosticLine): boolean {
  return kind === 'result' && isEmpty(text) && !isEmpty(propertyName);
}

function textOf(line: DiagnosticLine): string {
  return isPropertyAlone(line) ? `${line.propertyName ?? ''}: ${line.propertyValue ?? ''}`.trim() : line.text.trim();
}

/** What the diagnostics say themselves takes precedence over what the words say. */
function statusOf(line: DiagnosticLine, sentence: Sentence | undefined): DiagnosticEntry['status'] {
  if (line.kind === 'error') {
    return 'problem';
  }
  const outputType = line.outputType?.toLowerCase() ?? '';
  const status = statusByOutputType[outputType];
  if (status !== undefined) {
    return status;
  }
  const color = line.color?.toLowerCase();
  if (color === 'red') {
    return 'problem';
  }
  if (sentence !== undefined) {
    return sentence.status;
  }
  const isGood = color === 'green' || (outputType === 'output' && !isPropertyAlone(line));
  return isGood ? 'ok' : 'information';
}

/** What stands above the next line. */
interface Place {
  readonly section: string;
  readonly subject: string | null;
}

function toEntry(line: DiagnosticLine, { section, subject }: Place): DiagnosticEntry {
  const { kind, color } = line;
  const text = textOf(line);
  switch (kind) {
    case 'answered':
      return { section, subject, topic: 'question', status: 'information', text, color, kind };
    case 'prompt':
      return { section, subject, topic: 'cut', status: 'information', text, color, kind };
    case 'failure':
      return { section, subject, topic: 'cut', status: 'problem', text, color, kind };
    default: {
      const sentence = kind === 'error' ? undefined : readSentence(text, section);
      const name = quoted.exec(text)?.[1] ?? named.exec(text)?.[1]?.replace(/[.,;:]$/, '');
      return {
        section,
        subject: sentence === undefined ? subject : (name ?? subject),
        topic: sentence?.topic ?? 'other',
        status: statusOf(line, sentence),
        text,
        color,
        kind,
      };
    }
  }
}

/** The place that a heading opens; undefined: the line is not a heading. */
function openedBy({ kind, text, propertyName, propertyValue }: DiagnosticLine): Place | undefined {
  const trimmed = text.trim();
  if ((kind !== 'host' && kind !== 'result') || readSentence(trimmed, '') !== undefined) {
    return undefined;
  }
  const found = heading.exec(trimmed);
  if (found !== null) {
    return { section: trimmed, subject: found[2] ?? null };
  }
  if (title.test(text)) {
    return { section: trimmed, subject: null };
  }
  const isNaming = trimmed === '' && namingProperty.test(propertyName ?? '') && !isEmpty(propertyValue);
  return isNaming ? { section: `${propertyName ?? ''} - ${propertyValue ?? ''}`, subject: propertyValue } : undefined;
}

/** Lines that say nothing: blank ones and rulers, if they carry nothing else. */
function saysNothing(line: DiagnosticLine): boolean {
  return ruler.test(line.text) && !['answered', 'prompt', 'failure'].includes(line.kind) && !isPropertyAlone(line);
}

/**
 * Turns what Microsoft's diagnostics wrote into entries, in its order. The exact wording is not public and may change or
 * be translated: what is not recognised is kept as it is, with the topic `other`. Blank lines and rulers are left out.
 * `connectorName` is the AD connector that the run was about: what names none is about it.
 */
export function parseDiagnostics(lines: readonly DiagnosticLine[], connectorName?: string): readonly DiagnosticEntry[] {
  const entries: DiagnosticEntry[] = [];
  let place: Place =
    connectorName === undefined
      ? { section: '', subject: null }
      : { section: `AD Connector - ${connectorName}`, subject: connectorName };
  for (const line of wholeLines(lines)) {
    if (saysNothing(line)) {
      continue;
    }
    const opened = openedBy(line);
    place = opened ?? place;
    const { color, kind } = line;
    entries.push(
      opened === undefined
        ? toEntry(line, place)
        : { ...opened, topic: 'heading', status: 'information', text: textOf(line), color, kind },
    );
  }
  return entries;
}
