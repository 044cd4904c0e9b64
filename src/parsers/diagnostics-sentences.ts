import type { DiagnosticEntry, DiagnosticTopic } from '../model/diagnostic-entry.js';

type Status = DiagnosticEntry['status'];

/** What the sentences of one topic have in common, and which of them object to something. */
interface Topic {
  readonly topic: DiagnosticTopic;
  readonly pattern: RegExp;
  /** Says that something is not in order; absent: a sentence of this topic never does by its words. */
  readonly problem?: RegExp;
  /** What an objection of this topic is; absent: a problem. */
  readonly objection?: Status;
  /** Judges nothing, whatever its colour. */
  readonly neutral?: RegExp;
}

/** Names of rules follow behind a colon, and may hold any word. */
const noRule = /^[^:]*\b(?:no|not|none|never|without)\b/i;

/**
 * Sentences by what they are about (facts 2.3 and 2.4). Their exact wording is not public, so only words count that must be
 * there. The first topic that fits counts. Each pattern is linear.
 */
const topics: readonly Topic[] = [
  {
    topic: 'outbound-rule',
    pattern: /^(?=[^:]*\b(?:outbound|target|(?:AAD|Azure AD|Entra(?: ID)?) connector space)\b)[^:]*\brules?\b/i,
    problem: noRule,
  },
  {
    topic: 'inbound-rule',
    pattern: /^(?=[^:]*\b(?:inbound|source|AD connector space)\b)[^:]*\brules?\b/i,
    problem: noRule,
  },
  { topic: 'rules', pattern: /^[^:]*\brules?\b/i, problem: noRule },
  {
    topic: 'configuration',
    pattern: /^(?=.*\blocal\b)(?=.*\bcloud\b).*\bconfigurations?\b/i,
    problem: /\bdiffer(?:ent|s)?\b|\bnot\b|\bmismatch/i,
  },
  { topic: 'cloud-configuration', pattern: /\bcloud configuration\b/i, problem: /\bnot enabled\b|\bdisabled\b/i },
  {
    topic: 'staging',
    pattern: /\bstaging mode\b/i,
    problem: /^(?!.*\bnot in staging\b)(?!.*\bstaging mode (?:is )?(?:not|disabled|off)\b)/i,
    objection: 'warning',
  },
  { topic: 'preferred-domain-controllers', pattern: /\bpreferred domain controllers?\b/i, neutral: /^/ },
  { topic: 'heartbeat', pattern: /\bheart ?beat\b/i, problem: /^\s*no\b|\bnot\b|\bmissing\b/i },
  { topic: 'entra', pattern: /\bping(?:s|ed|ing)?\b/i, problem: /\berrors?\b|\bfail|\bnot\b|\bunable\b/i },
  { topic: 'heartbeat', pattern: /^(?=.*\bpassword (?:hash )?sync).*\brunning\b/i, problem: /\bnot\b/i },
  {
    topic: 'last-cycle',
    pattern: /\blast successful attempt\b|\bnever (?:attempted|completed|succeeded)\b/i,
    problem: /\bnever\b/i,
  },
  { topic: 'last-cycle', pattern: /\bis (?:now |currently )?synchronizing\b/i, neutral: /^/ },
  { topic: 'temporary-password', pattern: /\btemporary password/i, problem: /\bhas\b|\bnot\b/i },
  { topic: 'history', pattern: /\bhistory\b/i, problem: /\bno\b|\bnot\b/i, objection: 'warning' },
  { topic: 'last-attempt', pattern: /\blast attempt\b/i, problem: /^(?!.*\bsuccess)|\bnot\b|\bfail/i },
  {
    topic: 'last-attempt',
    pattern: /^(?=.*\bhash(?:es)?\b).*\b(?:is|are|was) (?:not |successfully )?synchroni[sz]ed\b/i,
    problem: /\bnot\b/i,
  },
  { topic: 'domain-flag', pattern: /\bdomain flag\b|\bIsDomain\b/i, problem: /\bnot\b|\bfalse\b|\bmissing\b/i },
  { topic: 'domain-reachable', pattern: /\b(?:un)?reachable\b/i, problem: /\bnot\b|\bunreachable\b/i },
  { topic: 'permissions', pattern: /\bpermissions?\b/i, problem: /\bnot\b|\bincorrect\b|\bmissing\b|\binvalid\b/i },
  {
    topic: 'credentials',
    pattern: /\bcredentials?\b|\buser ?name or password\b/i,
    problem: /\bnot\b|\bincorrect\b|\bmissing\b|\binvalid\b/i,
  },
  { topic: 'synchronization-error', pattern: /\bsynchroni[sz]ation error/i, problem: /^(?!.*\bno\b)/i },
  { topic: 'exported', pattern: /\bexported\b|\bexport error/i, problem: /\bnot\b|\berror/i },
  {
    topic: 'entra-connector-space',
    pattern: /\b(?:AAD|Azure AD|Entra(?: ID)?) connector space\b/i,
    problem: /\bnot\b/i,
  },
  { topic: 'connector-space', pattern: /\bconnector space\b/i, problem: /\bnot\b/i },
  { topic: 'metaverse', pattern: /\bmetaverse\b/i, problem: /\bnot\b/i },
  {
    topic: 'channel',
    pattern:
      /^(?=.*\b(?:password (?:hash )?sync|(?:the|this) feature|AD connector)).*\bis (?:not |currently )?(?:enabled|disabled)\b/i,
    problem: /\bnot\b|\bdisabled\b/i,
  },
];

const aboutTenant = /\b(?:cloud|tenant|AAD|Azure AD|Entra)\b/i;
const allQuoted = /"[^"]*"/g;
const allNamed = /\b((?:AD Connector|Directory Partition)[ \t]*-)[ \t]*\S+/gi;

/** A sentence without the names in it, which may hold any word: `OU=Not exported`. */
function withoutNames(text: string): string {
  return text.replace(allQuoted, '""').replace(allNamed, '$1');
}

/** What a sentence is about and what it says by its words alone. */
export interface Sentence {
  readonly topic: DiagnosticTopic;
  readonly status: Status;
}

/**
 * What a sentence is about; undefined if it is not known. A feature that is on or off is that of the tenant if the sentence,
 * or the heading that it stands below, names the tenant.
 */
export function readSentence(text: string, section: string): Sentence | undefined {
  const plain = withoutNames(text);
  const found = topics.find(({ pattern }) => pattern.test(plain));
  if (found === undefined) {
    return undefined;
  }
  const isOfTenant = found.topic === 'channel' && (aboutTenant.test(plain) || /\btenant\b/i.test(section));
  return { topic: isOfTenant ? 'cloud-configuration' : found.topic, status: statusBy(found, plain) };
}

function statusBy({ problem, objection, neutral }: Topic, plain: string): Status {
  if (problem?.test(plain) === true) {
    return objection ?? 'problem';
  }
  return neutral?.test(plain) === true ? 'information' : 'ok';
}
