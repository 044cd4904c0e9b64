import { parseRights, sidMatcher, type TrusteeMatch } from './sddl-names.js';

/** One entry of an access control list as SDDL spells it. */
export interface Ace {
  /** `A` allow, `D` deny, `OA` and `OD` the same for one right or property, `XA`, `XD` and `ZA` with a condition. */
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

/** Whether a right is granted. */
export interface Verdict {
  /**
   * `missing`: no entry grants it. `unknown`: the descriptor could not be understood, or it depends on an entry that may or
   * may not apply.
   */
  readonly state: 'allowed' | 'denied' | 'missing' | 'unknown';
  /** The entry that decided, or on which it depends; null when there is none. */
  readonly ace: Ace | null;
  /** Entries that deny it to the account before any grants it. */
  readonly denials: readonly Ace[];
  /** Whether an entry grants it for certain, denials apart. */
  readonly isGranted: boolean;
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

/** A GUID in lower case and without the braces that it may have. */
function normalizeGuid(text: string): string {
  return text.toLowerCase().replace(/^\{(.*)\}$/, '$1');
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
    return `"${rights}" are not rights`;
  }
  return {
    type: type.toUpperCase(),
    flags: (flags.toUpperCase().match(/../g) ?? []).map(String),
    rights: mask,
    objectType: normalizeGuid(objectType),
    inheritedObjectType: normalizeGuid(inheritedObjectType),
    trustee: trustee.toUpperCase(),
    text,
  };
}

/** Owner and group, which may be missing, then the DACL's flags. A SID has at most 184 characters. */
const beginning =
  /^(?:O:(?:S-[0-9A-FX-]{1,184}?|[A-Z]{2})?\s{0,4})?(?:G:(?:S-[0-9A-FX-]{1,184}?|[A-Z]{2})?\s{0,4})?D:((?:NO_ACCESS_CONTROL|P|AR|AI){0,8})/i;

/** Reads the DACL of a security descriptor in SDDL. Never raises. */
export function parseSecurityDescriptor(text: string): SecurityDescriptorResult {
  const blanks = text.length - text.trimStart().length;
  const start = beginning.exec(text.slice(blanks));
  if (start === null) {
    return { ok: false, message: 'the text has no "D:", the part of permissions', position: 0 };
  }
  if (/NO_ACCESS_CONTROL/i.test(start[1] ?? '')) {
    return { ok: true, descriptor: { dacl: null } };
  }
  const dacl: Ace[] = [];
  let at = blanks + start[0].length;
  while (text[at] === '(') {
    const end = endOfAce(text, at);
    const ace = end === -1 ? 'an entry is never closed' : parseAce(text.slice(at, end + 1));
    if (typeof ace === 'string') {
      return { ok: false, message: ace, position: at };
    }
    dacl.push(ace);
    at = end + 1;
  }
  return /^(?:S:|$)/i.test(text.slice(at).trimStart())
    ? { ok: true, descriptor: { dacl } }
    : { ok: false, message: 'an entry in brackets is expected', position: at };
}

/** Types of entries that decide, and whether they only do so under a condition. */
const accessTypes: ReadonlyMap<string, { readonly allows: boolean; readonly conditional: boolean }> = new Map([
  ['A', { allows: true, conditional: false }],
  ['OA', { allows: true, conditional: false }],
  ['D', { allows: false, conditional: false }],
  ['OD', { allows: false, conditional: false }],
  ['XA', { allows: true, conditional: true }],
  ['ZA', { allows: true, conditional: true }],
  ['XD', { allows: false, conditional: true }],
]);

/** An entry that covers the right and applies to the account, for certain or perhaps. */
interface Candidate {
  readonly ace: Ace;
  readonly allows: boolean;
  readonly certain: boolean;
}

function covers({ flags, rights, objectType }: Ace, right: string): boolean {
  return (
    !flags.includes('IO') &&
    (rights & (controlAccess | genericAll)) !== 0 &&
    (objectType === '' || objectType === right)
  );
}

function findCandidates(dacl: readonly Ace[], right: string, match: (trustee: string) => TrusteeMatch): Candidate[] {
  return dacl.flatMap((ace) => {
    const type = accessTypes.get(ace.type);
    const mine = match(ace.trustee);
    return type === undefined || mine === 'no' || !covers(ace, right)
      ? []
      : { ace, allows: type.allows, certain: mine === 'yes' && !type.conditional };
  });
}

function decide(dacl: readonly Ace[] | null, right: string, match: (trustee: string) => TrusteeMatch): Verdict {
  if (dacl === null) {
    return { state: 'allowed', ace: null, denials: [], isGranted: true };
  }
  const candidates = findCandidates(dacl, right, match);
  const granting = candidates.findIndex(({ allows, certain }) => allows && certain);
  const denials = candidates
    .slice(0, granting === -1 ? undefined : granting)
    .flatMap(({ ace, allows, certain }) => (certain && !allows ? ace : []));
  const behind = { denials, isGranted: granting !== -1 };
  const deciding = candidates.findIndex(({ certain }) => certain);
  const decided = candidates[deciding];
  const allowed = decided?.allows ?? false;
  // An entry that says the same as the one that decides for certain changes nothing, whether it applies or not.
  const doubtful = candidates.slice(0, deciding === -1 ? undefined : deciding).find(({ allows }) => allows !== allowed);
  if (doubtful !== undefined) {
    return { state: 'unknown', ace: doubtful.ace, ...behind };
  }
  if (decided === undefined) {
    return { state: 'missing', ace: null, ...behind };
  }
  return { state: allowed ? 'allowed' : 'denied', ace: decided.ace, ...behind };
}

/**
 * Whether an account may replicate password hashes from a domain, as Windows decides it: the first entry, in the order in
 * which they are stored, that concerns one of the SIDs and covers the right. An entry covers it as the right itself, as
 * all extended rights (control access without an object), or as full control; entries that are only inherited by
 * children do not count. If an entry with a condition, or for an account in letters that do not say which one is
 * meant, could turn the decision, it is `unknown`.
 *
 * @param sddl Security descriptor of the domain's root.
 * @param sids SID of the account and of all groups in its token. Those that every token has are added.
 */
export function mayReplicate(sddl: string, sids: readonly string[]): ReplicationVerdict {
  const parsed = parseSecurityDescriptor(sddl);
  if (!parsed.ok) {
    const unknown: Verdict = { state: 'unknown', ace: null, denials: [], isGranted: false };
    return { changes: unknown, changesAll: unknown };
  }
  const match = sidMatcher([...sids, ...everyToken]);
  const { dacl } = parsed.descriptor;
  return {
    changes: decide(dacl, replicatingChanges, match),
    changesAll: decide(dacl, replicatingChangesAll, match),
  };
}
