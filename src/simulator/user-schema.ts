import { z } from 'zod';

const minutesAgo = z.number().min(0);

/** One entry of the password sync log of a user (facts 7). */
const logEntrySchema = z.strictObject({
  /** One of the ten of the page, or any other text. */
  status: z.string(),
  minutesAgo,
  details: z.string().nullable().default(null),
});

/** The object of a user in the connector space of Active Directory. */
const sourceSchema = z.strictObject({
  /** False: the rule with EnablePasswordSync does not apply to the object. */
  inboundPasswordRule: z.boolean().default(true),
  /** Names of inbound rules whose scope does not hold the object. */
  withoutRules: z.array(z.string()).default([]),
  /** Type of the error of the last synchronization. */
  synchronizationError: z.string().nullable().default(null),
  isTransient: z.boolean().default(false),
});

/** The object of a user in the metaverse. */
const metaverseSchema = z.strictObject({
  cloudFiltered: z.boolean().default(false),
  /** Default: what the rule takes from the domain. Null: not set. */
  domainFqdn: z.string().nullable().optional(),
  domainNetBios: z.string().nullable().optional(),
});

/** The object of a user in the connector space of Microsoft Entra ID. */
const targetSchema = z.strictObject({
  /**
   * `exported`: in the tenant. `pending`: waits for an export. `unconfirmed`: exported, not yet imported again.
   * `error`: the export failed.
   */
  export: z.enum(['exported', 'pending', 'unconfirmed', 'error']).default('exported'),
  /** Name and text of the error of the export. */
  exportError: z.string().default('AttributeValueMustBeUnique'),
  exportErrorLiteral: z
    .string()
    .default('Unable to update this object in Microsoft Entra ID, because an attribute has a duplicate value.'),
  outboundPasswordRule: z.boolean().default(true),
});

/** What Invoke-ADSyncCSObjectPasswordHashSync does for the user. */
const passwordSyncSchema = z.strictObject({
  /** Status of the entry that it writes into the log; null: it comes back and writes none. */
  status: z.string().nullable().default('Success'),
  details: z.string().nullable().default(null),
  /** The message of the exception that it ends with instead. */
  failure: z.string().nullable().default(null),
});

/**
 * A user of a scenario, from Active Directory to Microsoft Entra ID. A null link means that there is no object at that
 * place; what follows a null link is not made either.
 */
export const userSchema = z.strictObject({
  /** Which case it is; also says why the expectation is what it is. */
  case: z.string(),
  /** Name of the connector; default: the first forest. */
  connector: z.string().optional(),
  dn: z.string(),
  /** Name of the domain; default: the first of the connector whose partition contains the DN. */
  domain: z.string().optional(),
  userPrincipalName: z.string().nullable(),
  samAccountName: z.string(),
  objectClass: z.enum(['user', 'inetOrgPerson']).default('user'),
  disabled: z.boolean().default(false),
  /** "Smart card is required for interactive logon". */
  smartCardRequired: z.boolean().default(false),
  /** When the account expired; null: never. */
  expiredMinutesAgo: minutesAgo.nullable().default(null),
  createdMinutesAgo: minutesAgo.default(500_000),
  adminDescription: z.string().nullable().default(null),
  /** When the password was set; null: it must be changed at the next logon (pwdLastSet 0). */
  passwordSetMinutesAgo: minutesAgo.nullable().default(43_200),
  /** False: the directory has no such entry (any more). */
  inDirectory: z.boolean().default(true),
  source: sourceSchema.nullable().prefault({}),
  metaverse: metaverseSchema.nullable().prefault({}),
  target: targetSchema.nullable().prefault({}),
  /** The password sync log; text: it cannot be read, with this error. */
  log: z.union([z.array(logEntrySchema), z.string()]).default([{ status: 'Success', minutesAgo: 1500, details: null }]),
  passwordSync: passwordSyncSchema.prefault({}),
});

/** See {@link userSchema}. */
export type SimulatedUser = z.output<typeof userSchema>;
