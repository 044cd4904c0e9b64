import { z } from 'zod';
import {
  configOptions,
  listingOptions,
  outputOptions,
  recordOptions,
  serverOptions,
  severalServersOptions,
  timeoutOfServersOptions,
} from './common-options.js';
import { auditEventIds } from '../model/event-catalog.js';
import { eventKinds } from '../model/event-meaning.js';
import { UsageError } from '../base/errors.js';

const shape = {
  since: listingOptions.since,
  connector: z.string().optional().meta({ description: 'Only events of this AD connector', value: 'NAME' }),
  id: z.string().optional().meta({ description: 'Only events with these ids, for example 611,652', value: 'IDS' }),
  group: z
    .enum(eventKinds)
    .optional()
    .meta({ description: 'Only events of this group; audit: what administrators changed' }),
  follow: z
    .boolean()
    .default(false)
    .meta({ description: 'Keep printing new events until Ctrl+C (polls every 10 seconds)' }),
  output: listingOptions.output,
  quiet: listingOptions.quiet,
  noColor: outputOptions.noColor,
  utc: outputOptions.utc,
  ...serverOptions,
  ...configOptions,
  ...recordOptions,
  ...timeoutOfServersOptions,
} as const;

interface Contradicting {
  readonly follow: boolean;
  readonly timeout?: string | undefined;
  readonly output: string;
}

function refuseContradictions({ follow, timeout, output }: Contradicting, context: z.RefinementCtx): void {
  if (follow && timeout !== undefined) {
    context.addIssue({ code: 'custom', message: '--follow has no --timeout.' });
  }
  if (follow && output === 'json') {
    const message = '--follow has no end, so it cannot print one document: use --output text, ndjson or csv.';
    context.addIssue({ code: 'custom', message });
  }
}

/** Every option of `events` for one server. */
export type EventsOptions = z.output<z.ZodObject<typeof shape>>;

/** Every option of `events`: one server or several. */
export const eventsServersOptions = z
  .strictObject({ ...shape, ...severalServersOptions })
  .superRefine(refuseContradictions);
/** See {@link eventsServersOptions}. */
export type EventsServersOptions = z.output<typeof eventsServersOptions>;

/** The ids to read: those of --id, those of the audit if only it is wanted, else undefined for all. Raises a UsageError. */
export function listWantedIds({ id, group }: Pick<EventsOptions, 'id' | 'group'>): readonly number[] | undefined {
  return parseEventIds(id) ?? (group === 'audit' ? auditEventIds : undefined);
}

/** Reads a list of event ids such as `611,652`; undefined for all. Raises a UsageError. */
function parseEventIds(text: string | undefined): readonly number[] | undefined {
  if (text === undefined) {
    return undefined;
  }
  const words = text.split(',').map((word) => word.trim());
  const wrong = words.find((word) => !/^\d{1,5}$/.test(word) || Number(word) > 65_535);
  if (wrong !== undefined) {
    throw new UsageError(`--id needs event ids such as 611,652, but got "${wrong}".`);
  }
  return [...new Set(words.map(Number))].sort((a, b) => a - b);
}
