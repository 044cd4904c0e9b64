import { z } from 'zod';
import type { Context } from '../command-line/context.js';
import { UsageError } from '../base/errors.js';
import type { ExitCode } from '../base/exit-codes.js';
import { didYouMean } from '../base/suggest.js';
import { defineCommand, type Command } from '../command-line/command.js';

/** Commands that change nothing and ask a server: what a recording can answer. */
const replayable: readonly string[] = ['status', 'diagnose', 'events', 'report'];

/** Options that name a server or a host: a recording is in the place of both. If a configuration sets them they do not count. */
const serverFlag = /^(--(?:simulate|module-path|powershell))(?:=|$)/;

function requireReplayable(command: string | undefined): void {
  const list = replayable.join(', ');
  if (command === undefined) {
    throw new UsageError('replay needs a command after the file.', { hint: `One of: ${list}.` });
  }
  if (!replayable.includes(command)) {
    throw new UsageError(`A recording cannot answer "${command}".${didYouMean(command, replayable)}`, {
      hint: `It can answer: ${list}.`,
    });
  }
}

function refuseServer(words: readonly string[]): void {
  const flag = words.map((word) => serverFlag.exec(word)?.[1]).find((found) => found !== undefined);
  if (flag !== undefined) {
    throw new UsageError(`${flag} names a server, but the recording answers.`, { hint: `Leave out ${flag}.` });
  }
}

/** The same world, but the recording is in the place of the server. */
function withRecording(ctx: Context, file: string): Context {
  return {
    ...ctx,
    openSession: async (request) => {
      const { noteOnRecording, openReplay } = await import('../ps/open-replay.js');
      const { opened, session } = await openReplay(file, ctx.signal);
      const note = noteOnRecording(session);
      if (note !== undefined) {
        request.onNote(note);
      }
      return opened;
    },
  };
}

async function run(ctx: Context, file: string, words: readonly string[]): Promise<ExitCode> {
  requireReplayable(words[0]);
  refuseServer(words);
  // The command runs as it is, with its own options, errors and exit codes; only the server is another.
  return ctx.runAgain(words, withRecording(ctx, file));
}

/** `phs-tool replay <file> <command> …`. */
export const replayCommand: Command = defineCommand({
  name: 'replay',
  describe: 'Answer status, diagnose, events or report from a recording, at its time, without a server',
  examples: [
    { line: 'phs-tool replay monday.ndjson diagnose', description: 'What diagnose said when it was recorded' },
    { line: 'phs-tool replay bundle.ndjson events --output csv', description: 'The events of a bundle' },
    { line: 'phs-tool replay bundle.ndjson status --verbose', description: 'All options of the command are accepted' },
  ],
  positionals: ['file', 'command'],
  rest: 'command',
  options: z.strictObject({
    file: z.string().meta({ description: 'What --record or "bundle" wrote, also packed with gzip', value: 'FILE' }),
    command: z
      .array(z.string())
      .optional()
      .meta({ description: 'status, diagnose, events or report, with the options of that command' }),
  }),
  run: (ctx, { file, command = [] }) => run(ctx, file, command),
});
