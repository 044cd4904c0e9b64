import { z } from 'zod';
import type { Context } from '../command-line/context.js';
import { UsageError } from '../base/errors.js';
import { ExitCode } from '../base/exit-codes.js';
import { didYouMean } from '../base/suggest.js';
import { defineCommand, type Command } from '../command-line/command.js';
import { replayableCommands } from '../model/recording-document.js';
import { withRecording } from '../command-steps/with-recording.js';
import { outputOptions } from '../command-line/common-options.js';

/** A command that changes a server and says itself what a recording cannot do (exit code 6). */
const refusing = 'sync-user';

/** Options that name a server or a host: a recording is in the place of both. If a configuration sets them they do not count. */
const serverFlag = /^(--(?:simulate|module-path|powershell))(?:=|$)/;

function requireReplayable(command: string): void {
  const list = replayableCommands.join(', ');
  if (!replayableCommands.includes(command) && command !== refusing) {
    throw new UsageError(`A recording cannot answer "${command}".${didYouMean(command, replayableCommands)}`, {
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

/** Without a command: what is in the recording. */
async function tellContents(ctx: Context, given: ReplayOptions): Promise<ExitCode> {
  const { file, output } = given;
  const { describeRecording } = await import('../command-steps/describe-recording.js');
  const document = await describeRecording(ctx, file);
  if (output === 'json') {
    const { jsonText } = await import('../views/json.js');
    ctx.io.stdout(jsonText(document));
  } else {
    const { recordingText } = await import('../views/recording-text.js');
    const { chooseLook } = await import('../output/text-look.js');
    const { times, ...look } = chooseLook(ctx, given);
    ctx.io.stdout(times.write(recordingText(document, look)));
  }
  return ExitCode.ok;
}

async function run(ctx: Context, given: ReplayOptions): Promise<ExitCode> {
  const { file, command: words = [] } = given;
  const [command] = words;
  if (command === undefined) {
    return tellContents(ctx, given);
  }
  requireReplayable(command);
  refuseServer(words);
  // The command runs as it is, with its own options, errors and exit codes; only the server is another.
  return ctx.runAgain(words, withRecording(ctx, file));
}

const options = z.strictObject({
  file: z.string().meta({ description: 'What --record or "bundle" wrote, also packed with gzip', value: 'FILE' }),
  command: z
    .array(z.string())
    .optional()
    .meta({ description: 'status, diagnose, events, users or report, with the options of that command' }),
  output: outputOptions.output.meta({ description: 'Without a command: form of the result', alias: 'o' }),
  noColor: outputOptions.noColor,
  utc: outputOptions.utc,
});

type ReplayOptions = z.output<typeof options>;

/** `phs-tool replay <file> [<command> …]`. */
export const replayCommand: Command = defineCommand({
  name: 'replay',
  describe: 'Show what is in a recording, or answer status, diagnose, events, users or report from it, at its time',
  examples: [
    { line: 'phs-tool replay bundle.ndjson', description: 'What is in it: version, time, window, users, complete?' },
    { line: 'phs-tool replay bundle.ndjson diagnose --all-users', description: 'Every user that the bundle followed' },
    { line: 'phs-tool replay monday.ndjson diagnose', description: 'What diagnose said when it was recorded' },
    { line: 'phs-tool replay bundle.ndjson events --output csv', description: 'The events of a bundle' },
    { line: 'phs-tool replay bundle.ndjson status --verbose', description: 'All options of the command are accepted' },
  ],
  positionals: ['file', 'command'],
  rest: 'command',
  options,
  run,
});
