import type { ChangeRequest, ChangeResult } from '../model/phs-event.js';

/** Text before and after a mark; undefined when the mark is not there. */
type Halves = readonly [before: string, after: string];

function isEscaped(text: string, index: number): boolean {
  let backslashes = 0;
  while (text.charAt(index - 1 - backslashes) === '\\') {
    backslashes += 1;
  }
  return backslashes % 2 === 1;
}

/**
 * Cuts at the first mark whose comma is not escaped. A comma inside a value of a DN is always escaped, so no name of a
 * user can imitate a mark.
 */
function cutAt(text: string, mark: RegExp): Halves | undefined {
  for (const match of text.matchAll(mark)) {
    if (!isEscaped(text, match.index)) {
      return [text.slice(0, match.index), text.slice(match.index + match[0].length).trim()];
    }
  }
  return undefined;
}

const anchorMark = /^(?:Password Change Re(?:quest|sult) - )?Anchor ?:/i;
const dnMark = /, Dn ?:/gi;
const dateMark = /, Change Date ?:/gi;
const logonMark = /, PwdChangeOnLogon ?=/gi;
const resultMark = /, Result ?:/gi;
const extendedMark = /, Extended Error ?:/gi;

interface Entry {
  readonly anchor: string;
  /** What follows `Dn :`. */
  readonly rest: string;
}

/** The users of an event: one a line. Lines of another form are left out. */
function entriesOf(text: string): readonly Entry[] {
  return text.split(/\r\n|\n|\r/).flatMap((line) => {
    const trimmed = line.trim();
    const mark = anchorMark.exec(trimmed)?.[0];
    const halves = mark === undefined ? undefined : cutAt(trimmed.slice(mark.length), dnMark);
    return halves === undefined ? [] : [{ anchor: halves[0].trim(), rest: halves[1] }];
  });
}

/** Users and change dates of event 656, in old and current wording. */
export function parseChangeRequests(text: string): ChangeRequest[] {
  return entriesOf(text).map(({ anchor, rest }) => {
    const [dn, changeDate] = cutAt(rest, dateMark) ?? [rest, null];
    return { anchor, dn: dn.trim(), changeDate: changeDate === '' ? null : changeDate };
  });
}

function truth(text: string | null): boolean | null {
  const lower = text?.trim().toLowerCase();
  return lower === 'true' ? true : lower === 'false' ? false : null;
}

function withoutStop(text: string): string | null {
  const result = text.endsWith('.') ? text.slice(0, -1).trim() : text;
  return result === '' ? null : result;
}

/** Users and results of event 657, in old and current wording. */
export function parseChangeResults(text: string): ChangeResult[] {
  return entriesOf(text).map(({ anchor, rest }) => {
    const [head, outcome] = cutAt(rest, resultMark) ?? [rest, ''];
    const [dn, onLogon] = cutAt(head, logonMark) ?? [head, null];
    const [result, extendedError] = cutAt(outcome, extendedMark) ?? [outcome, null];
    return {
      anchor,
      dn: dn.trim(),
      pwdChangeOnLogon: truth(onLogon),
      result: withoutStop(result.trim()),
      extendedError: extendedError === '' ? null : extendedError,
    };
  });
}
