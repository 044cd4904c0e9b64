import { z } from 'zod';
import { configOptions, outputOptions, recordOptions, serverOptions, timeoutOptions } from './common-options.js';

/** Every option of `users`. */
export const usersOptions = z.strictObject({
  failed: z.boolean().default(false).meta({ description: 'Only users whose last change is not reported as a success' }),
  since: z.string().default('24h').meta({ description: 'How far back: 90m, 24h, 7d', value: 'DURATION' }),
  connector: z.string().optional().meta({ description: 'Only users of this AD connector', value: 'NAME' }),
  verify: z
    .boolean()
    .default(false)
    .meta({ description: "Ask for each user's own password sync log as well; its newer entry counts" }),
  output: z
    .enum(['text', 'table', 'json', 'ndjson', 'csv'])
    .default('text')
    .meta({ description: 'Form of the result; table is another word for text', alias: 'o' }),
  quiet: z.boolean().default(false).meta({ description: 'No notes and no progress on stderr', alias: 'q' }),
  noColor: outputOptions.noColor,
  utc: outputOptions.utc,
  ...serverOptions,
  ...configOptions,
  ...recordOptions,
  ...timeoutOptions,
});
/** See {@link usersOptions}. */
export type UsersOptions = z.output<typeof usersOptions>;
