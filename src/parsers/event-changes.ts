import type { ChangeRequest, ChangeResult, FilteredObject, RetriedObject } from '../model/phs-event.js';

function isEscaped(text: string, index: number): boolean {
  let backslashes = 0;
  while (text.charAt(index - 1 - backslashes) === '\\') {
    backslashes += 1;
  }
  return backslashes % 2 === 1;
}

/** The labels of one user in 656 and 657, in the order in which they come; any of them can be missing. */
const labels = ['anchor', 'cloudanchor', 'dn', 'change date', 'pwdchangeonlogon', 'result', 'extended error'] as const;
type Label = (typeof labels)[number];
type Fields = Partial<Record<Label, string>>;

const start = /^(?:Password Change Re(?:quest|sult) - )?(Anchor|CloudAnchor) ?:/i;
const mark = /, (CloudAnchor|Dn|Change Date|PwdChangeOnLogon|Result|Extended Error) ?[:=]/gi;

function matchLabel(word: string): Label | undefined {
  const lower = word.toLowerCase();
  return labels.find((label) => label === lower);
}

/**
 * The fields of one line. A value ends at the next label that may still come and whose comma is not escaped: a comma inside
 * a value of a DN always is, so no name of a user can imitate a label.
 */
function readFields(line: string): Fields | undefined {
  const first = start.exec(line);
  let label = matchLabel(first?.[1] ?? '');
  if (first === null || label === undefined) {
    return undefined;
  }
  const fields: Fields = {};
  let from = first[0].length;
  for (const match of line.matchAll(mark)) {
    const next = matchLabel(match[1] ?? '');
    if (next === undefined || labels.indexOf(next) <= labels.indexOf(label) || isEscaped(line, match.index)) {
      continue;
    }
    fields[label] = line.slice(from, match.index).trim();
    label = next;
    from = match.index + match[0].length;
  }
  fields[label] = line.slice(from).trim();
  return fields;
}

/** The users of an event: one per line. Lines of another form are left out. */
function readEntries(text: string): readonly Fields[] {
  return text.split(/\r\n|\n|\r/).flatMap((line) => readFields(line.trim()) ?? []);
}

function orNull(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : text;
}

function truth(text: string | undefined): boolean | null {
  const lower = text?.toLowerCase();
  return lower === 'true' ? true : lower === 'false' ? false : null;
}

function withoutStop(text: string | undefined): string | null {
  return orNull(text?.endsWith('.') === true ? text.slice(0, -1).trim() : text);
}

/** Users and change dates of event 656, in every wording that is known (facts 3.2). */
export function parseChangeRequests(text: string): ChangeRequest[] {
  return readEntries(text).map((fields) => ({
    anchor: fields.anchor ?? '',
    cloudAnchor: orNull(fields.cloudanchor),
    dn: orNull(fields.dn),
    changeDate: orNull(fields['change date']),
  }));
}

/** Users and results of event 657, in every wording that is known; the oldest names no DN (facts 3.2). */
export function parseChangeResults(text: string): ChangeResult[] {
  return readEntries(text).map((fields) => ({
    anchor: fields.anchor ?? '',
    cloudAnchor: orNull(fields.cloudanchor),
    dn: orNull(fields.dn),
    pwdChangeOnLogon: truth(fields.pwdchangeonlogon),
    result: withoutStop(fields.result),
    extendedError: orNull(fields['extended error']),
  }));
}

/** A DN has some thousand characters at most. */
const listedObject = /^[ \t]{0,20}DN ?[=:] ?(.{1,16384})/gim;
const attemptsMark = /, Attempts ?[=:] ?/gi;
const errorMark = /, ErrorType ?[=:] ?/gi;
const resultMark = /, PasswordSyncResultType ?[=:] ?/gi;

/** Cuts at the last mark, because a DN before it contains commas itself. */
function cutAtLast(text: string, at: RegExp): readonly [before: string, after: string | null] {
  const last = [...text.matchAll(at)].at(-1);
  return last === undefined
    ? [text.trim(), null]
    : [text.slice(0, last.index).trim(), text.slice(last.index + last[0].length).trim()];
}

function listedLines(text: string): readonly string[] {
  return [...text.matchAll(listedObject)].flatMap(([, rest]) => rest?.trim() ?? []);
}

/** The objects of a list of retries (events 0, 605, 609): `DN=…, Attempts=3, ErrorType=…`, or the DN alone. */
export function parseRetriedObjects(text: string): RetriedObject[] {
  return listedLines(text).map((line) => {
    const [head, errorType] = cutAtLast(line, errorMark);
    const [dn, attempts] = cutAtLast(head, attemptsMark);
    return attempts !== null && /^\d{1,9}$/.test(attempts)
      ? { dn, attempts: Number(attempts), errorType: withoutStop(errorType ?? undefined) }
      : { dn: head, attempts: null, errorType: withoutStop(errorType ?? undefined) };
  });
}

/** The objects of event 620: `DN=…, PasswordSyncResultType=…`. */
export function parseFilteredObjects(text: string): FilteredObject[] {
  return listedLines(text).map((line) => {
    const [dn, result] = cutAtLast(line, resultMark);
    return { dn, result: withoutStop(result ?? undefined) };
  });
}
