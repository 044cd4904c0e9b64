import { UsageError } from '../base/errors.js';
import type { Context } from '../command-line/context.js';

/** Raises a UsageError for `--all-users` of a server: only a recording says whom it followed. */
export function requireReplay({ isReplay }: Pick<Context, 'isReplay'>, given: { readonly allUsers: boolean }): void {
  if (given.allUsers && isReplay !== true) {
    throw new UsageError('--all-users needs a recording: a server does not say whom to follow.', {
      hint: 'phs-tool replay FILE diagnose --all-users; for a server name the users with --dn-file.',
    });
  }
}
