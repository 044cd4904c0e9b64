import { z } from 'zod';
import type { Fact } from './fact.js';
import type { LastImport } from './last-import.js';
import { psFailureSchema } from './ps-failure.js';

/** One scope of the execution policy, in the order of precedence (operation Get-PhsPlatformExecutionPolicy). */
export const executionPolicyScopeSchema = z.object({
  scope: z.enum(['MachinePolicy', 'UserPolicy', 'Process', 'CurrentUser', 'LocalMachine']),
  /** `Undefined` when the scope sets nothing. */
  policy: z.string(),
});
/** See {@link executionPolicyScopeSchema}. */
export type ExecutionPolicyScope = z.output<typeof executionPolicyScopeSchema>;

/** A synchronization rule as far as PHS is concerned (operation Get-PhsRule; facts 1.11). */
export const syncRuleSchema = z.object({
  /** GUIDs in lower case. `internalId` is what a lineage entry names. */
  identifier: z.string(),
  internalId: z.string().nullable(),
  name: z.string(),
  /** Inbound or Outbound. */
  direction: z.string(),
  connectorId: z.string(),
  disabled: z.boolean(),
  enablePasswordSync: z.boolean(),
  precedence: z.number().int().nullable(),
  isStandardRule: z.boolean().nullable(),
  immutableTag: z.string().nullable(),
  sourceObjectType: z.string().nullable(),
  targetObjectType: z.string().nullable(),
});
/** See {@link syncRuleSchema}. */
export type SyncRule = z.output<typeof syncRuleSchema>;

/** One domain of an AD connector (operation Get-PhsDomainReachability; facts 1.13). */
export const domainReachabilitySchema = z.object({
  connectorName: z.string(),
  /** FullName of the domain; null when the whole connector could not be asked (then `failure` says why). */
  domain: z.string().nullable(),
  isReachable: z.boolean().nullable(),
  exceptionMessage: z.string().nullable(),
  failure: psFailureSchema.nullable(),
});
/** See {@link domainReachabilitySchema}. */
export type DomainReachability = z.output<typeof domainReachabilitySchema>;

/**
 * What decides whether the AD DS connector account may read password hashes of one domain (operation
 * Get-PhsPlatformReplicationRight). PowerShell only reads; TypeScript evaluates the descriptor.
 */
export const replicationRightSchema = z.object({
  connectorName: z.string(),
  /** DN of the domain's root. */
  domainDn: z.string(),
  /** DOMAIN\name of the account as the connector names it. */
  account: z.string(),
  /** SID of the account; null when it was not found. */
  accountSid: z.string().nullable(),
  /** SIDs of all groups in the account's token (tokenGroups), without the account itself. */
  tokenGroups: z.array(z.string()),
  /** userAccountControl has ACCOUNTDISABLE; null when not read. */
  accountDisabled: z.boolean().nullable(),
  /** Security descriptor of the domain's root as SDDL (owner, group and DACL), null when it could not be read. */
  securityDescriptor: z.string().nullable(),
  /** DNS names of the read-only domain controllers of the domain; null: could not be read; absent: recorded before it was read. */
  readOnlyControllers: z.array(z.string()).nullable().optional(),
  failure: psFailureSchema.nullable(),
});
/** See {@link replicationRightSchema}. */
export type ReplicationRight = z.output<typeof replicationRightSchema>;

/** What `status` and `diagnose` collect over what every command does. */
export interface SettingFacts {
  readonly executionPolicy: Fact<readonly ExecutionPolicyScope[]>;
  readonly rules: Fact<readonly SyncRule[]>;
}

/** What `diagnose` collects over what `status` does. */
export interface DiagnosisFacts {
  readonly domains: Fact<readonly DomainReachability[]>;
  readonly replicationRights: Fact<readonly ReplicationRight[]>;
  /** Of each connector of a server in staging mode; others are not asked. */
  readonly lastImports: Fact<readonly LastImport[]>;
}
