import { z } from 'zod';
import type { DiagnosticEntry } from './diagnostic-entry.js';
import { instantSchema } from './instant.js';
import type { Fact } from './fact.js';

/** An attribute on a connector space or metaverse object, with the rule that set it (facts 1.10). */
export const tracedAttributeSchema = z.object({
  name: z.string(),
  /** Values as text; at most 20, each at most 1,000 characters; never of attributes that hold secrets. */
  values: z.array(z.string()),
  ruleName: z.string().nullable(),
});
/** See {@link tracedAttributeSchema}. */
export type TracedAttribute = z.output<typeof tracedAttributeSchema>;

/** One lineage entry of a connector space object: a rule that was applied (facts 1.10). */
export const lineageSchema = z.object({
  ruleId: z.string().nullable(),
  ruleName: z.string(),
  operation: z.string().nullable(),
});
/** See {@link lineageSchema}. */
export type Lineage = z.output<typeof lineageSchema>;

/** A connector space object (operation Get-PhsConnectorSpaceObject). */
export const connectorSpaceObjectSchema = z.object({
  objectId: z.string(),
  connectorId: z.string(),
  connectorName: z.string(),
  distinguishedName: z.string(),
  objectType: z.string(),
  isConnector: z.boolean().nullable(),
  isTransient: z.boolean().nullable(),
  isPlaceHolder: z.boolean().nullable(),
  hasSyncError: z.boolean().nullable(),
  hasExportError: z.boolean().nullable(),
  exportError: z.string().nullable(),
  synchronizationError: z.string().nullable(),
  /** True: changes were exported and not yet confirmed by an import; null when the build does not say. */
  exportedChangedNotReimported: z.boolean().nullable(),
  /** Lower-case GUID; null when the object is not joined (Guid.Empty on the server). */
  metaverseObjectId: z.string().nullable(),
  lineage: z.array(lineageSchema),
  attributes: z.array(tracedAttributeSchema),
});
/** See {@link connectorSpaceObjectSchema}. */
export type ConnectorSpaceObject = z.output<typeof connectorSpaceObjectSchema>;

/** A link of a metaverse object to a connector space object. */
export const metaverseLinkSchema = z.object({
  connectorId: z.string(),
  connectorName: z.string(),
  distinguishedName: z.string(),
  objectId: z.string(),
});
/** See {@link metaverseLinkSchema}. */
export type MetaverseLink = z.output<typeof metaverseLinkSchema>;

/** A metaverse object (operation Get-PhsMetaverseObject). */
export const metaverseObjectSchema = z.object({
  objectId: z.string(),
  links: z.array(metaverseLinkSchema),
  attributes: z.array(tracedAttributeSchema),
});
/** See {@link metaverseObjectSchema}. */
export type MetaverseObject = z.output<typeof metaverseObjectSchema>;

/** One entry of the password sync log of an object (operation Get-PhsObjectLog; shape unverified, facts 1.13). */
export const objectLogEntrySchema = z.object({
  /** Status as text: one of the ten of the page, or what the build says. */
  status: z.string(),
  at: instantSchema.nullable(),
  details: z.string().nullable(),
});
/** See {@link objectLogEntrySchema}. */
export type ObjectLogEntry = z.output<typeof objectLogEntrySchema>;

/** What the directory says of a user (operation Search-PhsDirectoryObject). */
export const directoryObjectSchema = z.object({
  distinguishedName: z.string(),
  objectGuid: z.string().nullable(),
  objectClasses: z.array(z.string()),
  userPrincipalName: z.string().nullable(),
  samAccountName: z.string().nullable(),
  /** When the password was last set; null when `pwdLastSet` is 0 or was not read. */
  passwordLastSetAt: instantSchema.nullable(),
  /** True when `pwdLastSet` is 0: the password must be changed at the next logon. Null when not read. */
  mustChangePassword: z.boolean().nullable(),
  accountDisabled: z.boolean().nullable(),
  /** When the account expires; null: never, or not read. This and what follows is absent if recorded before it was read. */
  accountExpiresAt: instantSchema.nullable().optional(),
  /** "Smart card is required for interactive logon"; null when not read. */
  smartCardRequired: z.boolean().nullable().optional(),
  createdAt: instantSchema.nullable().optional(),
  /** The attribute by which the rules of selective password hash synchronization choose users (facts 9.4). */
  adminDescription: z.string().nullable().optional(),
});
/** See {@link directoryObjectSchema}. */
export type DirectoryObject = z.output<typeof directoryObjectSchema>;

/** How the operator named the object. */
export type ObjectReference =
  | { readonly kind: 'dn'; readonly text: string }
  | { readonly kind: 'guid'; readonly text: string }
  | { readonly kind: 'upn'; readonly text: string }
  | { readonly kind: 'sam'; readonly text: string };

/** Everything that was collected about one object. A known null means "looked for and not there". */
export interface ObjectTrace {
  readonly reference: ObjectReference;
  /** The DN that was looked up; null when a reference could not be resolved to one. */
  readonly distinguishedName: string | null;
  /** Names of the AD connectors whose partitions contain the DN, the one used first. */
  readonly connectorNames: readonly string[];
  /** True: the recording that answers did not follow this object. */
  readonly notRecorded?: true | undefined;
  readonly directory: Fact<DirectoryObject | null>;
  readonly source: Fact<ConnectorSpaceObject | null>;
  readonly metaverse: Fact<MetaverseObject | null>;
  readonly target: Fact<ConnectorSpaceObject | null>;
  readonly log: Fact<readonly ObjectLogEntry[]>;
  /** What Microsoft's own diagnostics say about the object; absent when they were not wanted. */
  readonly secondOpinion?: Fact<readonly DiagnosticEntry[]>;
}
