import { z } from 'zod';
import { guardRowSchema } from '../model/guard-row.js';
import type { Operation } from './operation.js';

const guid = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** Where the modules are, so that the guardian finds the same ones; bound into the command line of its task. */
const placeArguments = {
  adSyncPath: z.string().optional(),
  modulePath: z.string().optional(),
  simulatorPath: z.string().optional(),
  simulatedServer: z.string().optional(),
};

const parameters = {
  adConnectorId: guid.optional(),
  pairId: hash.optional(),
  epoch: z.int().min(0).optional(),
  runId: guid.optional(),
  planHash: hash.optional(),
  toolVersion: z.string().optional(),
  scriptFolder: z.string().optional(),
  guardianAccount: z.string().optional(),
  reason: z.string().optional(),
  evidence: z.enum(['run', 'parameter', 'events']).optional(),
  readAgainAfterMs: z.int().min(0).optional(),
  armTimeoutMs: z.int().min(0).optional(),
  turnOnLimitMs: z.int().min(0).optional(),
  ...placeArguments,
};

/** Reads everything that the guard decides by: journal, lock, events, tasks, directories, the plan of one connector. */
export const inspectPhsGuard = {
  name: 'Invoke-PhsGuardedSync',
  summary: 'the evidence of full password syncs',
  arguments: z.strictObject({ mode: z.literal('Inspect'), ...parameters }),
  row: guardRowSchema,
  deadlineMs: 120_000,
  mutates: false,
} as const satisfies Operation;

/** Sets up the guard, claims a run, runs it, recovers, supersedes: the only operation that changes a server. */
export const invokePhsGuardedSync = {
  name: 'Invoke-PhsGuardedSync',
  summary: 'the guarded full password sync',
  arguments: z.strictObject({
    mode: z.enum(['Setup', 'Claim', 'Run', 'Recover', 'Supersede', 'Guard']),
    ...parameters,
  }),
  row: guardRowSchema,
  deadlineMs: 3_600_000,
  mutates: true,
} as const satisfies Operation;
