import { z } from 'zod';
import { replicationRightSchema } from '../model/diagnosis-facts.js';
import type { Operation } from './operation.js';

/**
 * What decides whether the AD DS connector account of one connector may replicate password hashes: a row for each domain, with its own
 * failure if it has one. Reads the directory as the user of the session. Fails as not supported elsewhere than on Windows.
 */
export const getPhsPlatformReplicationRight = {
  name: 'Get-PhsPlatformReplicationRight',
  summary: 'the replication rights of the AD DS connector account',
  arguments: z.object({
    connectorName: z.string(),
    /** DNs of the roots of the domains. */
    domainDn: z.array(z.string()),
    /** Domain of the account, as DNS or NetBIOS name. */
    accountDomain: z.string(),
    accountName: z.string(),
  }),
  row: replicationRightSchema,
  deadlineMs: 180_000,
  mutates: false,
} satisfies Operation;
