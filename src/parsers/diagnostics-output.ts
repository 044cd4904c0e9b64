import type { DiagnosticLine, DiagnosticTopic, DiagnosticEntry } from '../model/diagnostic-entry.js';

interface Pattern {
  readonly topic: DiagnosticTopic;
  readonly pattern: RegExp;
  /** Says no where the first pattern matches, too. */
  readonly problem?: RegExp;
}

/**
 * Known sentences (facts 2.3 and 2.4; those of the second are unverified, so only words that must be there count).
 * The first that matches counts. Each pattern is linear.
 */
const patterns: readonly Pattern[] = [
  // Names of rules follow behind a colon, and may hold any word.
  { topic: 'inbound-rule', pattern: /^(?=[^:]*\binbound\b)[^:]*\brule/i, problem: /^[^:]*\b(?:no|not)\b/i },
  { topic: 'outbound-rule', pattern: /^(?=[^:]*\boutbound\b)[^:]*\brule/i, problem: /^[^:]*\b(?:no|not)\b/i },
  { topic: 'cloud-configuration', pattern: /\bcloud configuration\b/i, problem: /\bnot enabled\b|\bdisabled\b/i },
  { topic: 'staging', pattern: /\bstaging mode\b/i, problem: /\b(?:is|in)\b/i },
  { topic: 'preferred-domain-controllers', pattern: /\bpreferred domain controllers?\b/i },
  { topic: 'heartbeat', pattern: /\bheart ?beat\b/i, problem: /^\s*no\b|\bnot\b|\bmissing\b/i },
  { topic: 'last-cycle', pattern: /\blast successful attempt\b/i },
  { topic: 'last-attempt', pattern: /\blast attempt\b/i, problem: /^(?!.*\bsuccess)|\bnot\b|\bfail/i },
  { topic: 'temporary-password', pattern: /\btemporary password/i, problem: /\bhas\b|\bnot\b/i },
  { topic: 'domain-reachable', pattern: /\breachable\b/i, problem: /\bnot\b|\bunreachable\b/i },
  {
    topic: 'account',
    pattern: /\bpermissions?\b|\bcredentials?\b|\buser ?name or password\b/i,
    problem: /\bnot\b|\bincorrect\b|\bmissing\b|\binvalid\b/i,
  },
  { topic: 'exported', pattern: /\bexported\b|\bexport error/i, problem: /\bnot\b|\berror/i },
  { topic: 'entra-connector-space', pattern: /\b(?:AAD|Entra(?: ID)?) connector space\b/i, problem: /\bnot\b/i },
  { topic: 'connector-space', pattern: /\bconnector space\b/i, problem: /\bnot\b/i },
  { topic: 'metaverse', pattern: /\bmetaverse\b/i, problem: /\bnot\b/i },
  { topic: 'channel', pattern: /^\s*password hash synchronization is (?:not )?enabled\b/i, problem: /\bnot\b/i },
];

const heading = /^(AAD Tenant|AD Connector|Directory Partition) +- +(\S.*)$/i;
const title = /^\s*Password Hash Synchronization (?:General|Single Object) Diagnostics\s*$/i;
const ruler = /^[\s=*_-]*$/;
const quoted = /"([^"]+)"/;
const allQuoted = /"[^"]*"/g;

const statusByOutputType: Readonly<Record<string, DiagnosticEntry['status']>> = {
  output: 'ok',
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

/** The sentence without the names in it, which may hold any word: `OU=Not exported`. */
function withoutNames(text: string): string {
  return text.replace(allQuoted, '""');
}

function judgeLine(line: DiagnosticLine, known: Pattern | undefined): DiagnosticEntry['status'] {
  if (line.kind === 'error') {
    return 'problem';
  }
  const told = statusByOutputType[(line.outputType ?? '').toLowerCase()];
  if (told !== undefined) {
    return told;
  }
  const color = line.color?.toLowerCase();
  if (color === 'red') {
    return 'problem';
  }
  if (known === undefined || known.topic === 'preferred-domain-controllers') {
    return color === 'green' && known === undefined ? 'ok' : 'information';
  }
  if (known.problem?.test(withoutNames(line.text)) === true) {
    return known.topic === 'staging' ? 'warning' : 'problem';
  }
  return color === 'green' || known.topic !== 'staging' ? 'ok' : 'information';
}

function toEntry(line: DiagnosticLine, section: string, subject: string | null): DiagnosticEntry {
  const { kind, color } = line;
  const text = line.text.trim();
  if (kind === 'prompt') {
    return { section, subject, topic: 'question', status: 'information', text, color, kind };
  }
  const known = kind === 'error' ? undefined : patterns.find(({ pattern }) => pattern.test(withoutNames(text)));
  const named = quoted.exec(text)?.[1];
  return {
    section,
    subject: known === undefined ? subject : (named ?? subject),
    topic: known?.topic ?? 'other',
    status: judgeLine(line, known),
    text,
    color,
    kind,
  };
}

/**
 * Turns what Microsoft's diagnostics wrote into entries, in its order. The exact wording is not public and may change or
 * be translated: what is not recognised is kept as it is, with the topic `other`. Blank lines and rulers are left out.
 */
export function parseDiagnostics(lines: readonly DiagnosticLine[]): readonly DiagnosticEntry[] {
  const entries: DiagnosticEntry[] = [];
  let section = '';
  let subject: string | null = null;
  for (const line of wholeLines(lines)) {
    if (ruler.test(line.text) && line.kind !== 'prompt') {
      continue;
    }
    const found = line.kind === 'host' ? heading.exec(line.text.trim()) : null;
    if (found !== null || (line.kind === 'host' && title.test(line.text))) {
      section = line.text.trim();
      subject = found?.[2] ?? null;
      const { color, kind } = line;
      entries.push({ section, subject, topic: 'heading', status: 'information', text: section, color, kind });
      continue;
    }
    entries.push(toEntry(line, section, subject));
  }
  return entries;
}
