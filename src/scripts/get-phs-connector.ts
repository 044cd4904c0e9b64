import { z } from 'zod';
import { connectorSchema } from '../model/facts.js';
import type { Operation } from './operation.js';

/** The connectors, flattened on the server: whole ones can be 100 MB (facts 0.3), hence the long deadline. */
export const getPhsConnector = {
  name: 'Get-PhsConnector',
  summary: 'the connectors',
  arguments: z.object({}),
  row: connectorSchema,
  deadlineMs: 180_000,
  mutates: false,
} satisfies Operation;
