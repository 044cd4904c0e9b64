import { rpcCodes } from '../../model/rpc-codes.js';
import type { CauseGroup } from './problem-causes.js';

/** What the codes of replication mean, each said once; empty if there are none. */
export function tellCodes(groups: readonly CauseGroup[]): string {
  const codes = new Set(groups.flatMap(({ cause }) => cause.rpcCode ?? []));
  const meanings = [...codes].map((code) => {
    const known = rpcCodes.get(code);
    return known === undefined
      ? `Code ${code} is not on the list of known codes.`
      : `${code} (${known.name}): ${known.meaning}`;
  });
  const byLdap = groups.some(({ cause }) => cause.rpcCode === undefined && cause.isUnreachable);
  return [...meanings, ...(byLdap ? ['A domain controller could not be reached by LDAP.'] : [])].join(' ');
}
