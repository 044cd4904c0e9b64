import { z } from 'zod';
import { EnvironmentError, PsError } from '../base/errors.js';
import { ExitCode } from '../base/exit-codes.js';
import { escapeForTerminal } from '../base/escape.js';
import { toolVersion } from '../base/version.js';
import { Asker } from '../collect/ask.js';
import { collectContract } from '../collect/collect-contract.js';
import { collectLeftOff } from '../collect/collect-left-off.js';
import { moduleArguments, openConnectServer, type ConnectServer } from '../collect/open-connect-server.js';
import { defineCommand, type Command } from '../command-line/command.js';
import { configOptions, outputOptions, serverOptions, timeoutOptions } from '../command-line/common-options.js';
import type { Context } from '../command-line/context.js';
import { sayLeftOff } from '../command-steps/say-left-off.js';
import { withServer, type OpenServer } from '../command-steps/with-server.js';
import { compare, hasNews, type Compared } from '../contract/compare.js';
import { contractLines, contractSchemaVersion, type ContractHeader, type ContractLine } from '../contract/document.js';
import { lineWithName, nameParts } from '../contract/own-names.js';
import { NewFile } from '../files/new-file.js';
import type { AnswerSource } from '../model/source.js';
import type { PsSession } from '../ps/session.js';
import { findSecret } from '../redact/secrets.js';
import { contractText } from '../views/contract-text.js';
import { chooseTheme } from '../views/theme.js';

const options = z
  .strictObject({
    out: z
      .string()
      .optional()
      .meta({ description: 'Write the contract into this new file, to send it', value: 'FILE' }),
    output: z
      .enum(['text', 'ndjson'])
      .default('text')
      .meta({ description: 'The comparison as text, or the contract itself', alias: 'o' }),
    quiet: z.boolean().default(false).meta({ description: 'Print the counts only', alias: 'q' }),
    verbose: z.boolean().default(false).meta({ description: 'Name every part that is as assumed', alias: 'v' }),
    noColor: outputOptions.noColor,
    ...serverOptions,
    ...timeoutOptions,
    ...configOptions,
  })
  .refine(({ quiet, verbose }) => !(quiet && verbose), { error: '--quiet and --verbose cannot be used together.' });

type ContractOptions = z.output<typeof options>;

/** Every name of the server that is known here: none of them may stand in the contract. */
function namesOf({ platform, connectors }: ConnectServer): readonly string[] {
  const machine = platform.known ? [platform.value.machineName, platform.value.userName] : [];
  const listed = connectors.known ? connectors.value : [];
  return nameParts([
    ...machine,
    ...listed.flatMap(({ name, accountDomain, accountName, forestName, partitions }) => [
      ...[name, accountDomain, accountName, forestName],
      ...partitions.flatMap((partition) => [partition.dn, partition.name, partition.netBiosName ?? null]),
    ]),
  ]);
}

/** Raises E_SECRET before anything is written, if a line holds what must not leave the server. */
function refuseLeak(lines: readonly ContractLine[], names: readonly string[]): void {
  const named = lineWithName(lines, names);
  const secret = lines.map((line) => findSecret(line)).find((found) => found !== undefined);
  if (named !== undefined || secret !== undefined) {
    const what =
      secret === undefined ? `a name of this server in line ${named ?? 0}` : `${secret.kind} at ${secret.place}`;
    throw new EnvironmentError('E_SECRET', `The contract would hold ${what}. Nothing was written.`, {
      hint: 'Please report this without the name: a contract holds types and counts only.',
    });
  }
}

/** Where the contract comes from; the name of a server must not stand in it. */
function withoutName(source: AnswerSource): ContractHeader['source'] {
  if (source.kind !== 'live' || source.remote === undefined) {
    return { kind: source.kind === 'simulated' ? 'simulated' : 'live' };
  }
  return { kind: 'live', remote: { by: source.remote.by } };
}

async function headerOf(
  session: PsSession,
  { platform, module }: ConnectServer,
  { day, simulated, source }: Pick<ContractHeader, 'day' | 'simulated' | 'source'>,
): Promise<ContractHeader> {
  const { psVersion, edition, clrVersion, is64Bit } = await session.info();
  return {
    type: 'contract',
    schemaVersion: contractSchemaVersion,
    tool: { name: 'phs-tool', version: toolVersion() },
    day,
    simulated,
    source,
    build: platform.known ? platform.value.productVersion : null,
    module: module.known ? module.value.version : null,
    powershell: { version: psVersion, edition, clr: clrVersion, is64Bit },
  };
}

function print(ctx: Context, given: ContractOptions, header: ContractHeader, compared: readonly Compared[]): void {
  const { stdoutIsTerminal, columns } = ctx.io;
  ctx.io.stdout(
    contractText(header, compared, {
      theme: chooseTheme({ isTerminal: stdoutIsTerminal, noColor: given.noColor, env: ctx.env }),
      ...(stdoutIsTerminal ? { columns } : {}),
      verbosity: given.quiet ? 'quiet' : given.verbose ? 'verbose' : 'normal',
    }),
  );
}

/** Writes the contract to its file and to stdout. */
function show(
  ctx: Context,
  given: ContractOptions,
  file: NewFile | undefined,
  contract: { readonly text: string; readonly header: ContractHeader; readonly compared: readonly Compared[] },
): void {
  const { text, header, compared } = contract;
  file?.write(text);
  file?.close();
  if (given.output === 'ndjson') {
    ctx.io.stdout(text);
  } else {
    print(ctx, given, header, compared);
  }
  if (file !== undefined && !given.quiet) {
    ctx.io.stderr(
      `${escapeForTerminal(`Written to ${file.path}. It holds types and counts, and no names or values.`)}\n`,
    );
  }
}

const withoutPowerShell =
  'Run phs-tool contract on the Entra Connect server, or install PowerShell (pwsh) for a simulated one.';

async function readFrom(
  ctx: Context,
  given: ContractOptions,
  { opened, progress, source }: OpenServer,
  file: NewFile | undefined,
): Promise<ExitCode> {
  const { session, now, simulated } = opened;
  if (opened.recorded !== undefined) {
    throw new PsError('E_NO_POWERSHELL', 'A contract is read from a PowerShell, and this is a recording of one.', {
      hint: withoutPowerShell,
    });
  }
  const onProgress = progress.reading;
  const asker = new Asker(session, { signal: ctx.signal, onProgress });
  const server = await openConnectServer(asker, given.modulePath);
  const seen = await collectContract(session, {
    now,
    connectors: server.connectors.known ? server.connectors.value : [],
    module: moduleArguments(server.platform, given.modulePath),
    signal: ctx.signal,
    onProgress,
  });
  const compared = compare(seen);
  const header = await headerOf(session, server, {
    day: now.toISOString().slice(0, 10),
    simulated,
    source: withoutName(source),
  });
  const lines = contractLines(header, seen, compared);
  refuseLeak(lines, namesOf(server));
  const leftOff = await collectLeftOff(asker);
  progress.done();
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  show(ctx, given, file, { text, header, compared });
  const code = sayLeftOff(ctx, leftOff, { ...given, source });
  return code === ExitCode.ok && hasNews(compared) ? ExitCode.findings : code;
}

async function run(ctx: Context, given: ContractOptions): Promise<ExitCode> {
  const file = given.out === undefined ? undefined : NewFile.create(given.out, 'The contract');
  try {
    return await withServer(
      ctx,
      { ...given, command: 'contract', needsPowerShell: withoutPowerShell },
      () => Promise.resolve(),
      (server) => readFrom(ctx, given, server, file),
    );
  } catch (error) {
    if (file?.isClosed === false) {
      file.discard();
    }
    throw error;
  }
}

/** `phs-tool contract`. */
export const contractCommand: Command = defineCommand({
  name: 'contract',
  describe: 'Compare the answers of this server with the form that phs-tool assumes; no names, no values',
  examples: [
    { line: 'phs-tool contract', description: 'On the Entra Connect server: what is as assumed, and what is not' },
    { line: 'phs-tool contract --out contract.ndjson', description: 'Also a file to send with a report' },
    { line: 'phs-tool contract --verbose', description: 'With every cmdlet, parameter and member by name' },
    {
      line: 'phs-tool contract --simulate healthy',
      description: 'With PowerShell (pwsh) on any machine: a simulated server',
    },
  ],
  options,
  run,
});
