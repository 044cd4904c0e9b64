import { z } from 'zod';
import { instantSchema } from '../model/instant.js';
import type { ChangingOperation, Operation } from './operation.js';

/**
 * One call of Invoke-ADSyncCSObjectPasswordHashSync for one user. One row, before the call: an answer that failed or timed out
 * with it has called, one without has not. That it completed says nothing of the result.
 */
export const invokePhsUserPasswordSync = {
  name: 'Invoke-PhsUserPasswordSync',
  summary: 'the synchronization of one password',
  arguments: z.object({ connectorName: z.string(), distinguishedName: z.string() }),
  row: z.object({ calledAt: instantSchema }),
  deadlineMs: 120_000,
  mutates: true,
} as const satisfies Operation;

/** The same with another deadline, in ms. */
export function userPasswordSyncWithin(
  deadlineMs: number,
): ChangingOperation & Omit<typeof invokePhsUserPasswordSync, 'deadlineMs'> {
  return { ...invokePhsUserPasswordSync, deadlineMs };
}
