import { z } from 'zod';
import { instantSchema } from './instant.js';
import { fleetDocumentSchema, type FleetDocument } from './fleet-document.js';
import { findingLines } from './watch-changes.js';
import { findingLineSchema, watchLineSchema, watchSchemaVersion } from './watch-line.js';

const { summary } = fleetDocumentSchema.shape;

/** All servers together, as soon as each of them has answered or failed to. */
const stateSchema = z.object({
  type: z.literal('fleet-state'),
  schemaVersion: z.literal(watchSchemaVersion),
  at: instantSchema,
  /** The checks 6xx. */
  findings: fleetDocumentSchema.shape.findings,
  summary,
});

/** A finding about several servers together has another status, is new (`from` null) or is gone (`to` null). */
const findingSchema = findingLineSchema.extend({ type: z.literal('fleet-finding') });

/** The verdict on all servers together is another one, or another number of them has some verdict. */
const verdictSchema = z.object({
  type: z.literal('fleet-verdict'),
  at: instantSchema,
  from: summary.shape.status,
  to: summary.shape.status,
  exitCode: summary.shape.exitCode,
  counts: summary.shape.counts,
});

const fleetLineSchema = z.discriminatedUnion('type', [stateSchema, findingSchema, verdictSchema]);
/** A line about all servers together. */
export type FleetLine = z.output<typeof fleetLineSchema>;

/**
 * One line of `status --watch` of several servers if stdout is not a terminal: what is said of one server, with its name, or
 * what is said of all of them together.
 */
export const fleetWatchLineSchema = z.union([
  z.intersection(watchLineSchema, z.object({ server: z.string() })),
  fleetLineSchema,
]);

/** What is different for all servers together; at first the whole state. Empty: nothing is. */
export function fleetChanges(before: FleetDocument | undefined, now: FleetDocument, at: string): readonly FleetLine[] {
  const { findings, summary: sum } = now;
  if (before === undefined) {
    return [{ type: 'fleet-state', schemaVersion: watchSchemaVersion, at, findings, summary: sum }];
  }
  const isSame = JSON.stringify(before.summary) === JSON.stringify(sum);
  const { status: to, exitCode, counts } = sum;
  return [
    ...findingLines(at, before, now).map((line) => ({ ...line, type: 'fleet-finding' as const })),
    ...(isSame ? [] : [{ type: 'fleet-verdict' as const, at, from: before.summary.status, to, exitCode, counts }]),
  ];
}
