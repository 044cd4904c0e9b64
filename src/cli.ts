import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { registry, type RegisteredCommand } from './registry.js';
import { formsWhere, machineForm, printReport } from './output/output-forms.js';
import { requestedForm, wordsBeforeEnd, type RequestedForm } from './output/requested-form.js';
import type { Command } from './command-line/command.js';
import type { RawOptions } from './command-line/parse-arguments.js';
import type { Context } from './command-line/context.js';
import {
  CancelledError,
  formatStack,
  PhsError,
  UnexpectedError,
  UsageError,
  type EnvironmentError,
  type FailedRun,
} from './base/errors.js';
import { ExitCode } from './base/exit-codes.js';
import { passwordRefused, typesPassword } from './base/refuse-password.js';
import { checkIds, helpTopics, pageNamed, readPage, wrapPage } from './command-line/help-pages.js';
import { otherForms, otherNames } from './command-line/other-names.js';
import { commandHelp, fullHelp, groupHelp, readHelp, shortHelp } from './command-line/help.js';
import { describeError } from './report/describe-error.js';
import { didYouMean } from './base/suggest.js';
import { toolVersion } from './base/version.js';
import { escapeForTerminal } from './base/escape.js';

/** A command's name and the words that follow it. */
interface Call {
  readonly registered: RegisteredCommand;
  readonly words: readonly string[];
}

/** What asks for help; the last two are what Windows administrators type. */
const helpFlags: readonly string[] = ['--help', '-h', '/?', '-?'];

function isHelpFlag(word: string): boolean {
  return helpFlags.includes(word);
}

/** The command that the first words name: the longest name that fits. */
function findCall(argv: readonly string[]): Call | undefined {
  const fits = registry
    .map((registered) => ({ registered, length: registered.name.split(' ').length }))
    .filter(({ registered, length }) => argv.slice(0, length).join(' ') === registered.name)
    .sort((a, b) => b.length - a.length)[0];
  return fits && { registered: fits.registered, words: argv.slice(fits.length) };
}

function unknownCommand(argv: readonly string[]): UsageError {
  const [first = '', second] = argv;
  const hint = 'See the commands with phs-tool --help.';
  if (first.startsWith('-')) {
    const form = otherForms.get(first.replace(/^-+/, ''));
    const meant = first === '-v' ? '--version' : form;
    const suggestion = meant === undefined ? '' : ` Did you mean ${meant}?`;
    return new UsageError(`Expected a command first, but got "${first}".${suggestion}`, {
      hint: `For example: phs-tool status${form === '--output json' ? ` ${form}` : ''}`,
    });
  }
  const group = registry.filter(({ name }) => name.startsWith(`${first} `));
  if (group.length > 0) {
    const names = group.map(({ name }) => name.slice(first.length + 1));
    const meant = second === undefined ? '' : didYouMean(second, names, `${first} `);
    const found = second === undefined ? `"${first}" needs one of` : `"${first}" has no command "${second}", but`;
    return new UsageError(`${found}: ${names.join(', ')}.${meant}`, { hint });
  }
  const names = [...registry.map(({ name }) => name.split(' ')[0] ?? name), 'help'];
  const other = otherNames.get(first);
  const meant =
    other !== undefined
      ? ` Did you mean ${other}?`
      : pageNamed(first) === undefined
        ? didYouMean(first, names)
        : ` Did you mean help ${first}?`;
  return new UsageError(`Unknown command "${first}".${meant}`, { hint });
}

/** What `phs-tool help <words>`, or `--help` after a command, prints; undefined when the words name nothing. */
function helpFor(words: readonly string[], columns: number): string | undefined {
  const [first] = words;
  const help = readHelp();
  if (first === undefined || first.startsWith('-') || isHelpFlag(first)) {
    return fullHelp(help, columns);
  }
  const named = findCall(words)?.registered.name;
  const command = help.commands.find(({ name }) => name === named);
  if (command !== undefined) {
    return commandHelp(command, columns);
  }
  return registry.some(({ name }) => name.startsWith(`${first} `)) ? groupHelp(first, help, columns) : undefined;
}

function unknownTopic(word: string): UsageError {
  const commands = registry.map(({ name }) => name.split(' ')[0] ?? name);
  const topics = helpTopics.map(({ name }) => name);
  // The nearest id of a check is another check.
  const isCheck = /^phs\d{3}$/i.test(word);
  const meant = isCheck ? '' : didYouMean(word, [...topics, ...commands, ...checkIds()]);
  return new UsageError(`There is no help on "${word}".${meant}`, {
    hint: isCheck
      ? 'phs-tool explain --list lists the checks.'
      : `Topics: ${topics.join(', ')}; also any command or check id, such as PHS301.`,
  });
}

function pageText(page: string, { stdoutIsTerminal, columns }: Context['io']): string {
  return stdoutIsTerminal ? wrapPage(readPage(page), columns) : readPage(page);
}

/** Help, version and the bare call are answered without loading commands, zod or yargs. Raises a UsageError. */
function quickAnswer(argv: readonly string[], { env, io }: Context): string | undefined {
  const [first, second] = argv;
  const columns = io.stdoutIsTerminal ? io.columns : Number.POSITIVE_INFINITY;
  if (first === undefined) {
    return shortHelp({ platform: process.platform, env, exists: existsSync }, columns);
  }
  if (first === '--version' || first === '-V' || (first === 'version' && second === undefined)) {
    return `${toolVersion()}\n`;
  }
  if (first === 'help') {
    const page = second === undefined ? undefined : pageNamed(second);
    const answer = page === undefined ? helpFor(argv.slice(1), columns) : pageText(page, io);
    if (answer === undefined) {
      throw unknownTopic(second ?? '');
    }
    return answer;
  }
  return wordsBeforeEnd(argv).some(isHelpFlag) ? helpFor(argv, columns) : undefined;
}

/** Commands that change nothing: a result that nobody can get is not a reason to go on with them. */
const readingCommands: readonly string[] = [
  'status',
  'diagnose',
  'events',
  'users',
  'report',
  'bundle',
  'doctor',
  'replay',
  'diff',
  'compare',
  'wait',
  'contract',
];

/** The world of a command. One that only reads ends early when stdout takes nothing more. */
function worldFor({ registered }: Call, ctx: Context): Context {
  const { stdoutBroken } = ctx.io;
  return stdoutBroken === undefined || !readingCommands.includes(registered.name)
    ? ctx
    : { ...ctx, signal: AbortSignal.any([ctx.signal, stdoutBroken]) };
}

/** Runs a command, no longer than its `--timeout` says if it is the common one. Rejects with E_DEADLINE then. */
async function runInTime(command: Command, raw: Readonly<Record<string, unknown>>, ctx: Context): Promise<ExitCode> {
  const { timeoutOptions } = await import('./command-line/common-options.js');
  const { timeout } = raw;
  if (command.options.shape['timeout'] !== timeoutOptions.timeout || typeof timeout !== 'string') {
    return command.run(ctx, raw);
  }
  const { withTimeout } = await import('./command-steps/with-deadline.js');
  return withTimeout(ctx, timeout, (inTime) => command.run(inTime, raw));
}

/** The options with the way to the server that `--server` names, of a command that asks one server. */
async function withWay(command: Command, options: RawOptions, ctx: Context): Promise<RawOptions> {
  const { server } = options;
  if (typeof server !== 'string' || server === '') {
    return options;
  }
  const [{ serverOptions }, { asksConfigured }] = await Promise.all([
    import('./command-line/common-options.js'),
    import('./config/configurable.js'),
  ]);
  if (command.options.shape['server'] !== serverOptions.server || !asksConfigured(command.name)) {
    return options;
  }
  const { withConfiguredWay } = await import('./command-steps/configured-way.js');
  return withConfiguredWay(command, options, server, ctx);
}

/** Forms whose reader may take stdout and stderr for one text: what stands on stderr must not come before the state. */
const stateFirst = formsWhere(({ onStderr }) => onStderr === 'nothing');

/** Runs the call. Notes for stderr that must not come before the result go to `sayLater`. */
async function dispatch(
  argv: readonly string[],
  call: Call | undefined,
  ctx: Context,
  sayLater: (notes: string) => void,
): Promise<ExitCode> {
  if (typesPassword(argv)) {
    throw passwordRefused('The command line');
  }
  const quick = quickAnswer(argv, ctx);
  if (quick !== undefined) {
    ctx.io.stdout(quick);
    return ExitCode.ok;
  }
  if (call === undefined) {
    throw unknownCommand(argv);
  }
  const command = await call.registered.load();
  const { parseArguments } = await import('./command-line/parse-arguments.js');
  const { withConfiguration } = await import('./config/with-configuration.js');
  const world = worldFor(call, ctx);
  const { options, servers, notes } = await withConfiguration(command, parseArguments(command, call.words), ctx.env);
  const say = stateFirst.some((form) => form === options['output']) ? sayLater : ctx.io.stderr;
  say(notes);
  const own = servers.length === 0 ? world : { ...world, servers };
  return runInTime(command, await withWay(command, options, own), own);
}

/** The output form set by a variable, as command-line words: a program that set it waits for it in errors, too. */
async function configuredForm(env: Context['env'], command: string | undefined): Promise<readonly string[]> {
  const form = env['PHS_TOOL_OUTPUT'] ?? '';
  if (form === '' || command === undefined) {
    return [];
  }
  const { isConfigurable } = await import('./config/configurable.js');
  return isConfigurable(command) ? ['--output', form] : [];
}

async function findRequestedForm(argv: readonly string[], ctx: Context): Promise<RequestedForm | undefined> {
  const command = findCall(argv)?.registered.name;
  return requestedForm([...(await configuredForm(ctx.env, command)), ...wordsBeforeEnd(argv)], command);
}

/** What is known of the run that an error ended: what answered only when it got as far as a server. */
type RunOfError = Pick<FailedRun, 'startedAt' | 'finishedAt'> & Partial<FailedRun>;

/** This machine's name as Windows says it, unless the run was about another server. */
function thisServer(argv: readonly string[], { env }: Context, { source }: RunOfError): string | undefined {
  const isElsewhere = argv[0] === 'replay' || argv.some((word) => /^--simulate(?:=|$)/.test(word));
  return isElsewhere || (source !== undefined && source.kind !== 'live')
    ? undefined
    : (env['COMPUTERNAME'] ?? hostname());
}

async function reportError(error: unknown, argv: readonly string[], ctx: Context, run: RunOfError): Promise<ExitCode> {
  const described = describeError(error, ctx.signal);
  if (wordsBeforeEnd(argv).includes('--debug')) {
    ctx.io.stderr(`${formatStack(error).split('\n').map(escapeForTerminal).join('\n')}\n`);
  }
  const command = findCall(argv)?.registered.name;
  const form = await findRequestedForm(argv, ctx);
  if ((machineForm(form?.output)?.onStderr ?? 'notes and errors') === 'notes and errors') {
    const { indented } = await import('./views/layout.js');
    const columns = ctx.io.stderrIsTerminal ? ctx.io.columns : undefined;
    const texts = [`phs-tool: ${described.message}`, ...(described.hint === undefined ? [] : [described.hint])];
    ctx.io.stderr(`${texts.flatMap((text) => indented(escapeForTerminal(text), 0, columns)).join('\n')}\n`);
  }
  if (form === undefined) {
    return described.exitCode;
  }
  const { buildErrorReport } = await import('./report/build-report.js');
  const input = {
    toolVersion: toolVersion(),
    command: command ?? (typesPassword(argv) ? '' : (argv[0] ?? '')),
    ...run,
  };
  const plain = { quiet: false, verbose: false, noColor: true, machineName: thisServer(argv, ctx, run) };
  return printReport(ctx, buildErrorReport(described, input), { ...form, ...plain }).catch(() => described.exitCode);
}

/** Failures of stdout that were reported: a replay runs a command within a command. */
const toldFailures = new WeakSet<EnvironmentError>();

/**
 * The exit code of a run whose result went to stdout: a result that did not arrive whole does not count, whatever it said.
 * Only that synchronization was left off, or that the operator interrupted, is said all the same.
 */
async function settleOutput(code: ExitCode, argv: readonly string[], ctx: Context): Promise<ExitCode> {
  const isInterrupted = (): boolean => ctx.signal.aborted;
  const wasInterrupted = isInterrupted();
  const failure = await ctx.io.finishStdout?.(ctx.signal);
  if (failure === undefined || toldFailures.has(failure)) {
    // A reader that took nothing more was not waited for.
    return failure === undefined && !wasInterrupted && isInterrupted() ? ExitCode.interrupted : code;
  }
  toldFailures.add(failure);
  ctx.io.stderr(`phs-tool: ${failure.message}\n${failure.hint ?? ''}\n`);
  const lostCode = machineForm((await findRequestedForm(argv, ctx))?.output)?.lostCode;
  if (lostCode !== undefined) {
    return lostCode;
  }
  return code === ExitCode.leftOff || (code === ExitCode.interrupted && ctx.signal.aborted) ? code : failure.exitCode;
}

async function runWords(argv: readonly string[], ctx: Context, sayLater: (notes: string) => void): Promise<ExitCode> {
  const startedAt = ctx.clock();
  try {
    return await dispatch(argv, findCall(argv), ctx, sayLater);
  } catch (error) {
    // The command was ended because stdout takes nothing: that is reported, and not that it was ended.
    const wasRaised = error instanceof PhsError && !(error instanceof UnexpectedError);
    const isBroken = ctx.io.stdoutBroken?.aborted === true && (!wasRaised || error instanceof CancelledError);
    const run = error instanceof PhsError ? error.run : undefined;
    return isBroken
      ? ExitCode.couldNotRun
      : reportError(error, argv, ctx, run ?? { startedAt, finishedAt: ctx.clock() });
  }
}

/**
 * Runs phs-tool with the words after its name. Never rejects: every error becomes one clear sentence on stderr (or an
 * error document with --output json) and an exit code.
 */
export async function runCli(argv: readonly string[], ctx: Context): Promise<ExitCode> {
  const late: string[] = [];
  const code = await runWords(argv, ctx, (notes) => late.push(notes));
  late.forEach((notes) => {
    ctx.io.stderr(notes);
  });
  return settleOutput(code, argv, ctx);
}
