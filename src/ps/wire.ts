import { z } from 'zod';
import { psFailureSchema } from '../model/ps-failure.js';
import type { ClixmlInput, PlainValue } from '../parsers/clixml.js';
import { psInformationSchema, sessionInfoSchema } from './session.js';

/** The end frame of a request (docs/protocol.md, "The session: protocol PHS1"). */
export const envelopeSchema = z.object({
  state: z.enum(['completed', 'failed', 'timeout', 'unknown-operation', 'lost']),
  errors: z.array(psFailureSchema),
  warnings: z.array(z.string()),
  information: z.array(psInformationSchema),
  durationMs: z.number(),
  /** Objects that the operation wrote and that are not rows. */
  stray: z.number().int(),
  /** The operation could not be stopped: this host is of no further use. */
  stuck: z.boolean(),
});

/** See the schema. */
export type Envelope = z.output<typeof envelopeSchema>;

/** What a request asks. */
export type AheadData = Pick<WireRequest, 'operation' | 'arguments' | 'columns' | 'mutates'>;

/** One request as it goes over the wire. */
export interface WireRequest {
  readonly operation: string;
  readonly arguments: Readonly<Record<string, ClixmlInput>>;
  readonly columns: readonly string[];
  readonly deadlineMs: number;
  readonly mutates: boolean;
  /** Requests that will come, and that may begin beside this one. */
  readonly ahead?: readonly AheadData[] | undefined;
  readonly signal: AbortSignal | undefined;
  /** Ends the host in mid-call, also of a change. */
  readonly cut?: { readonly signal: AbortSignal; readonly reason: () => Error } | undefined;
  /**
   * Takes each page as it comes; an exception makes the request fail when its end frame is there. Until its promise settles
   * the host is not read any further.
   */
  readonly onPage: (page: PlainValue) => void | Promise<void>;
}

/** The READY frame: why the server that OPEN named is not there, or null when it is; and what answers on another server. */
export const openedSchema = z.object({
  failure: psFailureSchema.nullable(),
  /** The code of WinRM, decimal; empty: none. */
  transportCode: z.string().default(''),
  /** What the program ssh wrote meanwhile, which it never translates. */
  said: z.string().default(''),
  remote: sessionInfoSchema.nullable().default(null),
});

/** See {@link openedSchema}. */
export type Opened = z.output<typeof openedSchema>;
