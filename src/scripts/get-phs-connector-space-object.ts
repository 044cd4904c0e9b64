import { z } from 'zod';
import { connectorSpaceObjectSchema } from '../model/object-trace.js';
import type { Operation } from './operation.js';

/**
 * One object of a connector space (facts 1.10), by its identifier or by connector and DN. No row: it was looked for and
 * is not there. A failure that cannot be told from that is a failure.
 */
export const getPhsConnectorSpaceObject = {
  name: 'Get-PhsConnectorSpaceObject',
  summary: 'the object in the connector space',
  arguments: z.object({
    /** Exact name of the connector; empty together with `distinguishedName` when `identifier` is given. */
    connectorName: z.string(),
    distinguishedName: z.string(),
    /** GUID of the connector space object; empty to look for the DN. */
    identifier: z.string(),
  }),
  row: connectorSpaceObjectSchema,
  deadlineMs: 60_000,
  mutates: false,
} satisfies Operation;
