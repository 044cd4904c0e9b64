import { z } from 'zod';
import { stripEnd } from '../base/strip-end.js';
import type { AuditFields } from '../model/phs-event.js';

/** Beyond this a text is not read as JSON: an audit names a rule or a list of containers, not more. */
const longestJson = 65_536;
const longestDetails = 2_000;
/** Where a sentence names who did it; a text of that length says no more about it. */
const longestSentence = 4_000;

const jsonObject = z.record(z.string(), z.unknown());

/** DOMAIN\name or a user principal name. */
const accountForm = String.raw`[^\s"'\\@,;:()<>]{1,64}\\[^\s"'\\@,;:()<>]{1,104}|[^\s"'\\@,;:()<>]{1,64}@[^\s"'\\@,;:()<>]{1,255}`;
const doneBy = new RegExp(String.raw`\bby[\s:="']{1,6}(${accountForm})`, 'i');
const labelledAccount = new RegExp(
  String.raw`\b(?:user|username|administrator|admin|operator|actor)\b[\s:="']{1,6}(${accountForm})`,
  'i',
);
const labelledUser =
  /(?:^|[\r\n,;.] {0,4})(?:user|user name|username|administrator|operator|actor|caller) {0,4}[:=] {0,4}([^\r\n,;]{1,120})/i;

const nothing: AuditFields = {
  user: null,
  action: null,
  subject: null,
  status: null,
  details: null,
  changedAt: null,
  turned: null,
};

/** Windows puts a sentence of its own around a text whose source is not registered. */
function findJson(text: string): Readonly<Record<string, unknown>> | undefined {
  const from = text.indexOf('{');
  const to = text.lastIndexOf('}');
  if (from === -1 || to < from || to - from > longestJson) {
    return undefined;
  }
  try {
    const parsed = jsonObject.safeParse(JSON.parse(text.slice(from, to + 1)));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

function asText(value: unknown): string | null {
  if (value === null || value === undefined || value === '') {
    return null;
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.slice(0, longestDetails);
}

/** Whether a text says that something was switched on or off; null if it says both ("Enable/Disable PHS Sync") or neither. */
function readTurned(text: string | null): 'on' | 'off' | null {
  const said = (text ?? '').slice(0, longestSentence).replace(/enabled? {0,2}(?:\/|or) {0,2}disabled?/i, '');
  const isOff = /disabl|(?:turned|switched) off|\boff\b/i.test(said);
  const isOn = /enabl|(?:turned|switched) on\b/i.test(said);
  return isOff === isOn ? null : isOff ? 'off' : 'on';
}

/** Who a sentence says did it: an account behind "by", an account behind a label, or whatever stands behind "User:". */
function findUser(text: string): string | null {
  const found = [doneBy, labelledAccount, labelledUser].map((form) => form.exec(text)?.[1]?.trim());
  const user = found.find((each) => each !== undefined && each !== '');
  return user === undefined ? null : stripEnd(user, '.');
}

function readFields(json: Readonly<Record<string, unknown>>): AuditFields {
  const byName = new Map(Object.entries(json).map(([name, value]) => [name.toLowerCase(), value]));
  const field = (name: string): string | null => asText(byName.get(name));
  const [action, details, subject] = [field('actiontype'), field('details'), field('name')];
  return {
    user: field('user'),
    action,
    subject,
    status: field('status'),
    details,
    changedAt: field('timestamp'),
    turned: readTurned(action) ?? readTurned(details) ?? readTurned(subject),
  };
}

/**
 * Reads the text of an audit event: JSON (facts 9.3), else a sentence, of which only who did it and on or off are taken. Never
 * raises: what a text does not say is null.
 */
export function parseAudit(message: string): AuditFields {
  const json = findJson(message);
  if (json !== undefined) {
    return readFields(json);
  }
  const text = message.slice(0, longestSentence);
  return { ...nothing, user: findUser(text), turned: readTurned(text) };
}

/** False if the text says that the change was only attempted. */
export function hasSucceeded({ status }: Pick<AuditFields, 'status'>): boolean {
  return !/fail|error|denied|cancel/i.test(status ?? '');
}
