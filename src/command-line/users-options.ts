import { z } from 'zod';
import {
  configOptions,
  listingOptions,
  outputOptions,
  recordOptions,
  serverOptions,
  timeoutOptions,
} from './common-options.js';

/** Every option of `users`. */
export const usersOptions = z.strictObject({
  failed: z.boolean().default(false).meta({ description: 'Only users whose last change is not reported as a success' }),
  since: listingOptions.since,
  connector: z.string().optional().meta({ description: 'Only users of this AD connector', value: 'NAME' }),
  verify: z
    .boolean()
    .default(false)
    .meta({ description: "Ask for each user's own password sync log as well; its newer entry counts" }),
  output: listingOptions.output,
  quiet: listingOptions.quiet,
  noColor: outputOptions.noColor,
  utc: outputOptions.utc,
  ...serverOptions,
  ...configOptions,
  ...recordOptions,
  ...timeoutOptions,
});
/** See {@link usersOptions}. */
export type UsersOptions = z.output<typeof usersOptions>;
