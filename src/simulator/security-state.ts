import { z } from 'zod';
import { type ClixmlInput } from '../parsers/clixml.js';

/** SID of the connector's account in most scenarios. */
export const ACCOUNT_SID = 'S-1-5-21-1004336348-1177238915-682003330-1131';

/**
 * Security descriptor of a domain's root as Active Directory writes it after an installation with express settings:
 * the connector's account is allowed both replication rights directly.
 */
export const DIRECT_RIGHTS = [
  'O:BAG:BAD:AI',
  '(OA;;CR;1131f6aa-9c07-11d1-f79f-00c04fc2dcd2;;ED)',
  '(OA;;CR;1131f6ad-9c07-11d1-f79f-00c04fc2dcd2;;DD)',
  '(OA;;CR;1131f6aa-9c07-11d1-f79f-00c04fc2dcd2;;BA)',
  '(OA;;CR;1131f6ad-9c07-11d1-f79f-00c04fc2dcd2;;BA)',
  `(OA;;CR;1131f6aa-9c07-11d1-f79f-00c04fc2dcd2;;${ACCOUNT_SID})`,
  `(OA;;CR;1131f6ad-9c07-11d1-f79f-00c04fc2dcd2;;${ACCOUNT_SID})`,
  '(OA;CIIO;RP;4c164200-20c0-11d0-a768-00aa006e0529;4828cc14-1437-45bc-9b07-ad6f015e5f28;RU)',
  '(OA;CI;RPWPCR;91e647de-d96f-4b70-9557-d63ff4f3ccd8;;PS)',
  '(A;;LCRPLORC;;;ED)',
  '(A;;CCLCSWRPWPLOCRSDRCWDWO;;;DA)',
  '(A;CI;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;S-1-5-21-1004336348-1177238915-682003330-519)',
  '(A;CI;LC;;;RU)',
  '(A;CI;CCLCSWRPWPLOCRSDRCWDWO;;;BA)',
  '(A;;RP;;;WD)',
  '(A;;LCRPLORC;;;AU)',
  '(A;;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;SY)',
].join('');

/** What a reader learns about the rights at the root of a domain. */
export const domainSecuritySchema = z.strictObject({
  /** The descriptor as SDDL. */
  descriptor: z.string().default(DIRECT_RIGHTS),
  /** The error, when the descriptor cannot be read; a domain that cannot be reached has one anyway. */
  unreadable: z.string().optional(),
  /** DNS names of its read-only domain controllers. */
  readOnlyControllers: z.array(z.string()).default([]),
});

/** What a reader learns about the account of an AD DS connector. */
export const directoryAccountSchema = z.strictObject({
  /** Null: there is no account of that name. */
  sid: z.string().nullable().default(ACCOUNT_SID),
  /** SIDs of all groups that the account is in, nested ones too; Domain Users and Users by default. */
  tokenGroups: z.array(z.string()).default(['S-1-5-21-1004336348-1177238915-682003330-513', 'S-1-5-32-545']),
  disabled: z.boolean().default(false),
});

type Security = z.output<typeof domainSecuritySchema>;
type Account = z.output<typeof directoryAccountSchema>;

/** The account of a connector as the state holds it. */
export function accountState({ sid, tokenGroups, disabled }: Account): ClixmlInput {
  return { sid, tokenGroups, disabled };
}

/** The descriptor of a domain's root, or why it cannot be read, as the state holds it. */
export function securityState(
  { unreachable, security }: { unreachable?: string | undefined; security: Security },
  account: Account,
): ClixmlInput {
  const unreadable = security.unreadable ?? (unreachable === undefined ? null : 'The server is not operational.');
  if (unreadable !== null) return { descriptor: null, failure: unreadable };
  if (account.sid === null) return { descriptor: security.descriptor, failure: 'The account was not found.' };
  return { descriptor: security.descriptor, readOnlyControllers: security.readOnlyControllers, failure: null };
}
