import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Context } from '../command-line/context.js';
import { CancelledError } from '../base/errors.js';
import { inTurns } from '../base/turns.js';
import { ExitCode } from '../base/exit-codes.js';
import type { ObjectReference } from '../model/object-trace.js';
import { parseDuration } from '../parsers/duration.js';
import { MemoryRecording } from '../ps/memory-recording.js';
import { NewFile } from '../files/new-file.js';
import { Redactor, type ReplacedKind } from '../redact/redactor.js';
import { escapeForTerminal } from '../base/escape.js';
import { commandToCopy } from '../base/command-to-copy.js';
import { replacedText } from '../views/recording-text.js';
import { defineCommand, type Command } from '../command-line/command.js';
import { serverOptions, timeoutOptions } from '../command-line/common-options.js';
import { objectOptions } from '../command-line/diagnose-options.js';
import { givenObjects, requireNames } from '../command-steps/object-references.js';
import { withServer } from '../command-steps/with-server.js';

const options = z.strictObject({
  redact: z
    .enum(['names', 'all', 'none'])
    .default('names')
    .meta({ description: 'names: pseudonyms for names; all: other free text is taken out, too; none: as it is' }),
  out: z
    .string()
    .optional()
    .meta({ description: 'Write this new file (default phs-bundle-<time>.ndjson)', value: 'FILE' }),
  mapping: z
    .string()
    .optional()
    .meta({ description: 'Write the name-to-pseudonym map to this new file; keep it private', value: 'FILE' }),
  since: z.string().default('24h').meta({ description: 'How far back events go: 90m, 24h, 7d', value: 'DURATION' }),
  ...objectOptions,
  secondOpinion: z.boolean().default(false).meta({ description: 'Ask Invoke-ADSyncDiagnostics as well' }),
  quiet: z.boolean().default(false).meta({ description: 'No summary and no progress on stderr', alias: 'q' }),
  ...serverOptions,
  ...timeoutOptions,
});

type BundleOptions = z.output<typeof options>;

async function* references(ctx: Context, given: BundleOptions): AsyncGenerator<ObjectReference> {
  for await (const { reference, problem } of givenObjects(given, ctx)) {
    if (problem === undefined) {
      yield reference;
    }
  }
}

/** What a run came to: its exit code, or the error that ended it; its recording is worth a bundle all the same. */
type Recorded = { readonly code: ExitCode } | { readonly failed: Error };

/** Records everything. */
async function record(ctx: Context, given: BundleOptions, raw: MemoryRecording): Promise<Recorded> {
  try {
    const code = await withServer(
      ctx,
      { ...given, recordInto: raw, command: 'bundle' },
      () => Promise.resolve(),
      async ({ opened, progress, source }) => {
        const { collectBundle } = await import('../collect/collect-bundle.js');
        const facts = await collectBundle(opened.session, {
          now: opened.now,
          sinceMs: parseDuration(given.since),
          modulePath: given.modulePath,
          signal: ctx.signal,
          secondOpinion: given.secondOpinion,
          references: references(ctx, given),
          onProgress: progress.reading,
        });
        progress.done();
        const { sayLeftOff } = await import('../command-steps/say-left-off.js');
        return sayLeftOff(ctx, facts, { ...given, source });
      },
    );
    return { code };
  } catch (error) {
    if (ctx.signal.aborted || error instanceof CancelledError || raw.isEmpty || !raw.isSound) {
      throw error;
    }
    return { failed: error instanceof Error ? error : new Error(String(error)) };
  }
}

function summaryLines(given: BundleOptions, replaced: readonly ReplacedKind[]): readonly string[] {
  const kinds = replaced.map((each) => `  ${replacedText(each)}`);
  if (given.redact === 'none') {
    return ['Nothing was replaced: the bundle holds names of users and servers as they are.'];
  }
  return [
    'Replaced by pseudonyms:',
    ...(kinds.length === 0 ? ['  nothing'] : kinds),
    'Look through the file before you send it: names that occur only in free text may not be recognized.',
  ];
}

/** What to send, and how large it is. */
function sizeLine({ path, bytes }: NewFile): string {
  return `Send this file (${Math.ceil(bytes / 1024)} KB); what is in it: ${commandToCopy('phs-tool replay', [{ operand: path }])}`;
}

function writeMapping(file: NewFile, redactor: Redactor): void {
  for (const { kind, name, pseudonym } of redactor.mapping()) {
    file.write(`${JSON.stringify({ pseudonym, name, kind })}\n`);
  }
  file.close();
}

/** Makes the new files first, so that nobody waits for a run whose result has no place. */
function newFiles(given: BundleOptions, now: Date): { readonly out: NewFile; readonly mapping: NewFile | undefined } {
  const time = now.toISOString().replace(/[-:]/g, '').replace(/\.\d+/, '');
  const out = NewFile.create(given.out ?? `phs-bundle-${time}.ndjson`, 'The bundle');
  try {
    return { out, mapping: given.mapping === undefined ? undefined : NewFile.create(given.mapping, 'The mapping') };
  } catch (error) {
    out.discard();
    throw error;
  }
}

async function run(ctx: Context, given: BundleOptions): Promise<ExitCode> {
  parseDuration(given.since);
  await requireNames(given, ctx);
  const { out, mapping } = newFiles(given, ctx.clock());
  // With its names it is never on a disk: not even a process that is killed leaves it behind.
  const raw = new MemoryRecording();
  try {
    const recorded = await record(ctx, given, raw);
    const { writeBundle } = await import('../redact/write-bundle.js');
    const redactor = new Redactor(given.redact, randomBytes(32));
    const replaced = await inTurns(writeBundle(raw.bytes(), out, redactor, given.redact), ctx.signal);
    out.close();
    if (mapping !== undefined) {
      writeMapping(mapping, redactor);
    }
    if (!given.quiet) {
      const lines = [...summaryLines(given, replaced), sizeLine(out)];
      ctx.io.stderr(`${lines.map(escapeForTerminal).join('\n')}\n`);
    }
    ctx.io.stdout(`${escapeForTerminal(out.path)}\n`);
    if ('failed' in recorded) {
      throw recorded.failed;
    }
    return recorded.code;
  } catch (error) {
    if (!out.isClosed) {
      out.discard();
      mapping?.discard();
    }
    throw error;
  }
}

/** `phs-tool bundle`. */
export const bundleCommand: Command = defineCommand({
  name: 'bundle',
  describe: 'Create a support bundle: a recording with names replaced by pseudonyms',
  examples: [
    { line: 'phs-tool bundle', description: 'Into a new file in this folder; its name is printed' },
    { line: 'phs-tool bundle --since 7d --mapping names.ndjson', description: 'A week; keep the names at home' },
    {
      line: 'phs-tool bundle --dn "CN=Ann Lee,OU=Staff,DC=contoso,DC=com" --redact all',
      description: 'With one user; other free text is taken out, too',
    },
    { line: 'phs-tool bundle --simulate busy --out busy.ndjson', description: 'To try it anywhere' },
  ],
  options,
  run,
});
