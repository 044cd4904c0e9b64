import type { ProfileArea } from '../model/comparison-document.js';
import type { Evidence } from '../model/finding.js';
import type { NamedValue } from '../model/named-values.js';

/** One value of a server that matters when another server takes over from it. */
export interface ProfileValue extends NamedValue {
  readonly area: ProfileArea;
  /** True: a server that does not have it cannot do what this one does. */
  readonly needed: boolean;
}

/** What of a server could not be read. */
export interface ProfileGap {
  readonly area: ProfileArea;
  /** The connector that it belongs to; null: all of them, or the server. */
  readonly subject: string | null;
  readonly reason: string;
  /** True: a value that is needed may be behind it. */
  readonly needed: boolean;
}

/** What distinguishes a server from others, and by what it signs in. */
export interface ServerIdentity {
  /** The tenant that it writes to; undefined: not known. */
  readonly tenant: string | undefined;
  readonly machineName: string | undefined;
  /** `SyncMachineIdentifier` of the registry (facts 9.2); undefined: could not be read, or the build has none. */
  readonly machineIdentifier: string | undefined;
  /** Id of the application, or name of the account, that the Entra connector signs in with; undefined: not known. */
  readonly signIn: string | undefined;
  /** How far its clock is ahead of the one that asked, in ms; undefined: not known. */
  readonly clockAheadMs: number | undefined;
}

/** How recent the imports of a server in staging mode are. */
export interface ImportVerdict {
  readonly status: 'pass' | 'fail' | 'unknown';
  /** What is wrong or not known, as it stands in a sentence; of the connectors that pass: nothing. */
  readonly says: string;
  readonly evidence: Evidence;
}

/** Everything of one server that two servers are compared by. */
export interface ServerProfile {
  /** Undefined: not known. */
  readonly isStaging: boolean | undefined;
  /** Version of Entra Connect; undefined: not known. */
  readonly build: string | undefined;
  /** Whether it signs in with an application; undefined: not known. */
  readonly usesApplication: boolean | undefined;
  /** Names of the AD connectors; empty as well if they could not be read. */
  readonly adConnectors: readonly string[];
  readonly values: readonly ProfileValue[];
  readonly gaps: readonly ProfileGap[];
  readonly identity: ServerIdentity;
  /** A verdict of each connector, or one of all that could not be read; empty: it is not in staging mode. */
  readonly imports: readonly ImportVerdict[];
}

/** A part of a profile. */
export type ProfilePart = Pick<ServerProfile, 'values' | 'gaps'>;

/** Parts of a profile as one. */
export function joinParts(parts: readonly ProfilePart[]): ProfilePart {
  return { values: parts.flatMap(({ values }) => values), gaps: parts.flatMap(({ gaps }) => gaps) };
}

/** A part that could not be read. */
export function unreadPart(
  area: ProfileArea,
  reason: { readonly message: string } | string,
  { subject = null, needed = true }: Partial<Pick<ProfileGap, 'subject' | 'needed'>> = {},
): ProfilePart {
  return {
    values: [],
    gaps: [{ area, subject, reason: typeof reason === 'string' ? reason : reason.message, needed }],
  };
}

/** A part that is one value. */
export function valuePart(
  area: ProfileArea,
  name: string,
  value: string,
  { subject = null, needed = true }: Partial<Pick<ProfileValue, 'subject' | 'needed'>> = {},
): ProfilePart {
  return { values: [{ area, subject, name, value, needed }], gaps: [] };
}
