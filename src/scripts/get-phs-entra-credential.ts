import { z } from 'zod';
import { entraCredentialSchema } from '../model/entra-sign-in.js';
import type { Operation } from './operation.js';

/** How the Entra connector signs in, without any secret (facts 9.2). Builds before 2.5.3.0 do not have the cmdlet. */
export const getPhsEntraCredential = {
  name: 'Get-PhsEntraCredential',
  summary: 'how the Entra connector signs in',
  arguments: z.object({}),
  row: entraCredentialSchema,
  deadlineMs: 60_000,
  mutates: false,
} satisfies Operation;
