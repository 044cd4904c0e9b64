import { parseRights, sidMatcher } from './sddl-names.js';

/** One entry of an access control list as SDDL spells it. */
export interface Ace {
  /** `A` allow, `D` deny, `OA` and `OD` the same for one right or property; other types are kept and not evaluated. */
  readonly type: string;
  /** Two-letter flags: `CI`, `OI`, `IO` (inherit only), `ID` (inherited) … */
  readonly flags: readonly string[];
  /** Access mask. */
  readonly rights: number;
  /** GUID of the right or property in lower case, empty for all. */
  readonly objectType: string;
  /** GUID of the class that inherits the entry, empty for all. */
  readonly inheritedObjectType: string;
  /** SID, or the two letters that stand for one. */
  readonly trustee: string;
  /** The entry as it stands in the text, with its brackets. */
  readonly text: string;
}

/** What is evaluated of a security descriptor. */
export interface SecurityDescriptor {
  /** Entries in the order in which they are stored. Null: there is no list, which allows everything to everyone. */
  readonly dacl: readonly Ace[] | null;
}

/** What {@link parseSecurityDescriptor} answers. */
export type SecurityDescriptorResult =
  | { readonly ok: true; readonly descriptor: SecurityDescriptor }
  | { readonly ok: false; readonly message: string; readonly position: number };

/** Whether a right is granted, and the entry that decided; null when none did. */
export interface Verdict {
  /** `missing`: no entry grants it. `unknown`: the descriptor could not be understood. */
  readonly state: 'allowed' | 'denied' | 'missing' | 'unknown';
  readonly ace: Ace | null;
}

/** Verdicts on the two rights that password hash synchronization needs at the root of a domain. */
export interface ReplicationVerdict {
  /** Replicating Directory Changes. */
  readonly changes: Verdict;
  /** Replicating Directory Changes All. */
  readonly changesAll: Verdict;
}

/** Control access right DS-Replication-Get-Changes. */
export const replicatingChanges = '1131f6aa-9c07-11d1-f79f-00c04fc2dcd2';
/** Control access right DS-Replication-Get-Changes-All. */
export const replicatingChangesAll = '1131f6ad-9c07-11d1-f79f-00c04fc2dcd2';

const controlAccess = 0x100;
const genericAll = 0x10000000;

/**
 * SIDs that the token of every account has that comes over the network, which `tokenGroups` does not list: Everyone,
 * Authenticated Users, NETWORK, This Organization.
 */
const everyToken: readonly string[] = ['S-1-1-0', 'S-1-5-11', 'S-1-5-2', 'S-1-5-15'];

/** End of the bracketed entry that begins at `start`, -1 when it is never closed. Conditions hold brackets of their own. */
function endOfAce(text: string, start: number): number {
  let depth = 0;
  let quoted = false;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') {
      quoted = !quoted;
    } else if (!quoted && character === '(') {
      depth += 1;
    } else if (!quoted && character === ')') {
      depth -= 1;
      if (depth === 0) {
        return at;
      }
    }
  }
  return -1;
}

function parseAce(text: string): Ace | string {
  const fields = text.slice(1, -1).split(';');
  const [type = '', flags = '', rights = '', objectType = '', inheritedObjectType = '', trustee = ''] = fields.map(
    (field) => field.trim(),
  );
  if (fields.length < 6 || type === '' || trustee === '') {
    return 'an entry has six fields: type, flags, rights, object, inherited object, account';
  }
  const mask = parseRights(rights);
  if (mask === undefined) {
    return `"${rights}" are no rights`;
  }
  return {
    type: type.toUpperCase(),
    flags: (flags.toUpperCase().match(/../g) ?? []).map(String),
    rights: mask,
    objectType: objectType.toLowerCase(),
    inheritedObjectType: inheritedObjectType.toLowerCase(),
    trustee: trustee.toUpperCase(),
    text,
  };
}

/** Owner and group, which may be missing, then the DACL's flags. */
const beginning =
  /^\s*(?:O:(?:S-[0-9A-FX-]+?|[A-Z]{2})?)?\s*(?:G:(?:S-[0-9A-FX-]+?|[A-Z]{2})?)?\s*D:((?:NO_ACCESS_CONTROL|P|AR|AI)*)/i;

/** Reads the DACL of a security descriptor in SDDL. Never raises. */
export function parseSecurityDescriptor(text: string): SecurityDescriptorResult {
  const start = beginning.exec(text);
  if (start === null) {
    return { ok: false, message: 'the text has no "D:", the part of permissions', position: 0 };
  }
  if (/NO_ACCESS_CONTROL/i.test(start[1] ?? '')) {
    return { ok: true, descriptor: { dacl: null } };
  }
  const dacl: Ace[] = [];
  let at = start[0].length;
  while (text[at] === '(') {
    const end = endOfAce(text, at);
    const ace = end === -1 ? 'an entry is never closed' : parseAce(text.slice(at, end + 1));
    if (typeof ace === 'string') {
      return { ok: false, message: ace, position: at };
    }
    dacl.push(ace);
    at = end + 1;
  }
  return /^\s*(?:S:.*)?$/is.test(text.slice(at))
    ? { ok: true, descriptor: { dacl } }
    : { ok: false, message: 'an entry in brackets is expected', position: at };
}

function grants({ type, flags, rights, objectType }: Ace, right: string): boolean {
  if (!['A', 'D', 'OA', 'OD'].includes(type) || flags.includes('IO')) {
    return false;
  }
  if ((rights & (controlAccess | genericAll)) === 0) {
    return false;
  }
  return objectType === '' || objectType === right;
}

function decide(dacl: readonly Ace[] | null, right: string, isMine: (trustee: string) => boolean): Verdict {
  if (dacl === null) {
    return { state: 'allowed', ace: null };
  }
  const ace = dacl.find((entry) => grants(entry, right) && isMine(entry.trustee));
  if (ace === undefined) {
    return { state: 'missing', ace: null };
  }
  return { state: ace.type.endsWith('D') ? 'denied' : 'allowed', ace };
}

/**
 * Whether an account may replicate password hashes from a domain, as Windows decides it: the first entry, in the order in
 * which they are stored, that concerns one of the SIDs and covers the right. An entry covers it as the right itself, as
 * all extended rights (control access without an object), or as full control; entries that are only inherited by
 * children do not count.
 *
 * @param sddl Security descriptor of the domain's root.
 * @param sids SID of the account and of all groups in its token. Those that every token has are added.
 */
export function mayReplicate(sddl: string, sids: readonly string[]): ReplicationVerdict {
  const parsed = parseSecurityDescriptor(sddl);
  if (!parsed.ok) {
    const unknown: Verdict = { state: 'unknown', ace: null };
    return { changes: unknown, changesAll: unknown };
  }
  const isMine = sidMatcher([...sids, ...everyToken]);
  const { dacl } = parsed.descriptor;
  return {
    changes: decide(dacl, replicatingChanges, isMine),
    changesAll: decide(dacl, replicatingChangesAll, isMine),
  };
}
