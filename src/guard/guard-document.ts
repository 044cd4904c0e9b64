import { z } from 'zod';
import { ExitCode } from '../base/exit-codes.js';
import { instantSchema } from '../model/instant.js';
import { answerSourceSchema } from '../model/source.js';
import { verdicts } from './decide.js';
import { evidenceSchema, explanationSchema, guardSchemaVersion } from './plan.js';

const tool = z.object({ name: z.literal('phs-tool'), version: z.string() });

/** One pair as `guard show` reports it. */
export const shownPairSchema = z.object({
  pair: z.string(),
  /** Null if the pair is not one of this server. */
  adConnector: z.string().nullable(),
  entraConnector: z.string().nullable(),
  verdict: z.enum(verdicts),
  /** True: a run of the tool may have left it off; act now. */
  leftOff: z.boolean(),
  explanation: explanationSchema,
  evidence: evidenceSchema,
  epochs: z.array(
    z.object({
      epoch: z.number().int(),
      run: z.string().nullable(),
      history: z.array(z.object({ slot: z.string(), at: z.string().nullable(), kind: z.string(), text: z.string() })),
      gaps: z.array(z.string()),
      tickCount: z.number().int(),
    }),
  ),
  events: z.array(
    z.object({
      recordId: z.number().int(),
      at: z.string(),
      eventId: z.number().int(),
      kind: z.string(),
      sentence: z.string(),
      /** False: nobody knows who wrote it, and it is not believed. */
      verified: z.boolean(),
    }),
  ),
});
/** See {@link shownPairSchema}. */
export type ShownPair = z.output<typeof shownPairSchema>;

/** The document of `guard show --output json`. */
export const guardShowSchema = z.object({
  schemaVersion: z.literal(guardSchemaVersion),
  tool,
  command: z.literal('guard show'),
  at: instantSchema,
  simulated: z.boolean(),
  /** What answered: this machine, a server that was reached remotely, or a simulated one. */
  source: answerSourceSchema,
  supported: z.boolean(),
  /** Whether the server reported its connectors; else only journal and events name the pairs. */
  connectors: z.enum(['read', 'unreadable']),
  places: z.array(z.object({ role: z.string(), path: z.string(), state: z.string(), detail: z.string().nullable() })),
  eventLog: z.object({
    state: z.string(),
    detail: z.string().nullable(),
    /** Events that cannot be verified and are not listed: there are too many of them. */
    leftOut: z.number().int(),
  }),
  taskScheduler: z.object({ state: z.string(), detail: z.string().nullable() }),
  tasks: z.array(z.object({ name: z.string(), state: z.string(), user: z.string().nullable() })),
  pairs: z.array(shownPairSchema),
  exitCode: z.literal(Object.values(ExitCode)),
});
/** See {@link guardShowSchema}. */
export type GuardShow = z.output<typeof guardShowSchema>;

/** The document of `guard setup`, `guard recover` and `guard supersede` with --output json. */
export const guardActionSchema = z.object({
  schemaVersion: z.literal(guardSchemaVersion),
  tool,
  command: z.enum(['guard setup', 'guard recover', 'guard supersede']),
  at: instantSchema,
  simulated: z.boolean(),
  outcome: z.enum(['done', 'nothing-to-do', 'refused', 'not-turned-on']),
  headline: z.string(),
  details: z.array(z.string()),
  next: z.array(z.string()),
  exitCode: z.literal(Object.values(ExitCode)),
});
/** See {@link guardActionSchema}. */
export type GuardAction = z.output<typeof guardActionSchema>;
