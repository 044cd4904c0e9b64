import { z } from 'zod';
import type { Context } from '../command-line/context.js';
import { commandToCopy } from '../base/command-to-copy.js';
import { PsError, RemoteChangeError, UsageError } from '../base/errors.js';
import type { ExitCode } from '../base/exit-codes.js';
import { GuardServer } from '../guard-run/guard-server.js';
import { chooseLook } from '../output/text-look.js';
import type { GuardTextOptions } from '../views/guard-text.js';
import { outputOptions, serverOptions } from '../command-line/common-options.js';
import { chooseRemote } from './choose-remote.js';
import { endsWithCommand } from './for-same-server.js';
import { withServer, type OpenServer, type ServerRequest } from './with-server.js';

/** Options of every command of the guard beside those of its own; they are taken from flags only. */
export const guardOptions = {
  output: z.enum(['text', 'json']).default('text').meta({ description: 'Form of the result', alias: 'o' }),
  quiet: z.boolean().default(false).meta({ description: 'No progress on stderr', alias: 'q' }),
  noColor: outputOptions.noColor,
  utc: outputOptions.utc,
  ...serverOptions,
} as const;

/** What {@link guardOptions} give. */
export interface GuardOptions extends ServerRequest {
  readonly output: 'text' | 'json';
  readonly noColor: boolean;
  readonly utc: boolean;
}

/** The option that names the pair. */
export const connectorOption = z
  .string()
  .optional()
  .meta({ description: 'AD connector name (case-sensitive); required if there is more than one', value: 'NAME' });

/** What to do without a PowerShell: a command that can change a server takes its host from the command line only. */
export const howToNamePowerShell =
  'Name one with --powershell PATH, which this command takes from no variable and no file; else run phs-tool on the Entra Connect server, or install PowerShell (pwsh).';

/** Opens the server that the options name, with the guard's eyes. */
export async function withGuard(
  ctx: Context,
  given: GuardOptions,
  use: (guard: GuardServer, server: OpenServer) => Promise<ExitCode>,
): Promise<ExitCode> {
  return withServer(
    ctx,
    { ...given, needsPowerShell: howToNamePowerShell },
    () => Promise.resolve(),
    async (server) => {
      refuseRecording(server.opened);
      const guard = await GuardServer.open(server.opened, {
        simulate: given.simulate,
        modulePath: given.modulePath,
        signal: ctx.signal,
        onProgress: server.progress.reading,
      });
      return use(guard, server);
    },
  );
}

/** A recording is of another time, and nothing can be changed in it: a command that changes something refuses it. Raises a PsError. */
export function refuseRecording({ recorded }: OpenServer['opened']): void {
  if (recorded !== undefined) {
    throw new PsError('E_NO_POWERSHELL', 'A recording answers, and this command needs a PowerShell.', {
      hint: howToNamePowerShell,
    });
  }
}

const namedServer = z.object(serverOptions);

/**
 * Whatever changes a server is done on the server itself, and that is said before the options are checked. Raises a
 * RemoteChangeError, or a UsageError as {@link chooseRemote} does.
 */
export function refuseRemote(ctx: Context, raw: Readonly<Record<string, unknown>>): void {
  const { success, data } = namedServer.safeParse(raw);
  if (!success || [data.server, data.computer, data.ssh].includes('')) {
    return;
  }
  // Of several the first one is enough: one that is named is not this server.
  const first = (names: string | undefined): string | undefined => names?.split(',').find((name) => name !== '');
  const { computer, ssh } = data;
  const named = data.server ?? chooseRemote({ ...data, computer: first(computer), ssh: first(ssh) }, ctx)?.computer;
  if (named !== undefined) {
    throw new RemoteChangeError(named);
  }
}

/** What a change leaves behind would be gone with a server that is made for one command only. Raises a UsageError. */
export function requireLastingServer(given: Pick<GuardOptions, 'simulate'>, command: string): void {
  const { simulate } = given;
  if (simulate !== undefined && endsWithCommand(simulate)) {
    throw new UsageError(`"${simulate}" is a simulated server that ends with the command.`, {
      hint: `Create one that stays: ${commandToCopy('phs-tool simulate create', [{ operand: simulate }])} DIR, then phs-tool ${command} --simulate DIR.`,
    });
  }
}

/** Prints what a text view of the guard makes, as it looks in this context. */
export function printGuardText(ctx: Context, given: GuardOptions, view: (options: GuardTextOptions) => string): void {
  const { times, ...options } = chooseLook(ctx, given);
  ctx.io.stdout(times.write(view(options)));
}
