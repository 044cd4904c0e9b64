import { z } from 'zod';
import { directoryObjectSchema } from '../model/object-trace.js';
import type { Operation } from './operation.js';

/**
 * Looks objects up in the directory with the account of an AD connector (facts 1.13), at most two: the second shows that
 * the filter is not unique. No row means that there is none, or none that the account can see.
 */
export const searchPhsDirectoryObject = {
  name: 'Search-PhsDirectoryObject',
  summary: 'the object in the directory',
  arguments: z.object({
    /** GUID of the AD connector. */
    connectorId: z.string(),
    /** LDAP filter; values in it are escaped by who makes it (RFC 4515). */
    ldapFilter: z.string(),
  }),
  row: directoryObjectSchema,
  deadlineMs: 60_000,
  mutates: false,
} satisfies Operation;
