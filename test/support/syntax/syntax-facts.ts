import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { decodeClixml, toPlain } from '../../../src/parsers/clixml.js';
import { enginePath } from '../../../tools/find-test-host.mjs';
import { requireEngine } from '../engine.js';

const line = z.number().int();

/** What the syntax tree of one file holds (Get-SyntaxFact.ps1). */
export const fileFactsSchema = z.object({
  path: z.string(),
  parseErrors: z.array(z.string()),
  /** Number of bytes over 127. */
  nonAscii: z.number().int(),
  /** Synopsis of the comment-based help, empty when there is none. */
  synopsis: z.string(),
  /** Names of parameters that the help describes, in capitals. */
  documented: z.array(z.string()),
  /** True when the script itself has [CmdletBinding()]. */
  binding: z.boolean(),
  /** True when Set-StrictMode -Version 2.0 is one of the script's own statements. */
  strict: z.boolean(),
  parameters: z.array(z.string()),
  functions: z.array(z.string()),
  /** Names of classes and enums that the file defines. */
  typeNames: z.array(z.string()),
  /** Lines of class, enum and using. */
  definitions: z.array(line),
  variables: z.array(z.object({ name: z.string(), line })),
  commands: z.array(
    z.object({
      name: z.string(),
      /** Unknown (none), Ampersand or Dot. */
      operator: z.string(),
      /** Syntax node of the first element. */
      first: z.string(),
      text: z.string(),
      /** Named and splatted parameters; `<unknown>` for a splat that cannot be followed. */
      parameters: z.array(z.string()),
      /** The whole command as it stands there. */
      whole: z.string(),
      line,
    }),
  ),
  members: z.array(
    z.object({
      isStatic: z.boolean(),
      /** Full names of the types that it may be called on; none when nothing is known of them. */
      receivers: z.array(z.string()),
      member: z.string(),
      isMethod: z.boolean(),
      /** Types of its arguments: '' for one that is not known, `$null` and `&` (by reference). */
      arguments: z.array(z.string()),
      text: z.string(),
      line,
    }),
  ),
  /** Lines that write a stream to a file. */
  redirections: z.array(line),
  types: z.array(
    z.object({
      name: z.string(),
      /** Whether this engine knows it. */
      resolved: z.boolean(),
      line,
    }),
  ),
  newSyntax: z.array(z.object({ what: z.string(), line })),
  /** Length of each line. */
  lengths: z.array(z.number().int()),
  /** Lines with a tab. */
  tabs: z.array(line),
  /** Lines that end with a blank or a carriage return. */
  trailing: z.array(line),
  /** Lines that are not indented by `base`, four blanks more than the line that opened the innermost bracket. */
  indents: z.array(
    z.object({
      line,
      indent: z.number().int(),
      base: z.number().int(),
      /** Whether the line goes on with a statement: after a comma, a pipe, an operator or a backtick. */
      continues: z.boolean(),
    }),
  ),
});

/** See {@link fileFactsSchema}. */
export type FileFacts = z.output<typeof fileFactsSchema>;

const outputSchema = z.object({ files: z.array(fileFactsSchema) });

/**
 * Parses PowerShell files with the parser of the engine that is built from the .NET SDK, or without it of the host of the
 * tests: their facts in the order asked for. Windows PowerShell 5.1 tells no types. Without types it is fast, and the
 * members say nothing of what they are called on.
 */
export function readSyntaxFacts(paths: readonly string[], { types = true } = {}): readonly FileFacts[] {
  const folder = mkdtempSync(join(tmpdir(), 'phs-syntax-'));
  try {
    const list = join(folder, 'files');
    writeFileSync(list, paths.join('\n'));
    const script = join(import.meta.dirname, 'Get-SyntaxFact.ps1');
    const options = ['-NoLogo', '-NoProfile', '-NonInteractive', '-File', script];
    const result = spawnSync(
      existsSync(enginePath) ? enginePath : requireEngine(),
      [...options, '-ListPath', list, '-WithTypes', types ? 'yes' : 'no'],
      { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
    );
    if (result.status !== 0) {
      throw new Error(`The syntax trees could not be read.\n${result.stderr}`);
    }
    const [document] = decodeClixml(result.stdout);
    return outputSchema.parse(document === undefined ? null : toPlain(document.value)).files;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
