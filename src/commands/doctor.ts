import { z } from 'zod';
import type { Context } from '../command-line/context.js';
import type { DoctorWorld } from '../doctor/run-doctor.js';
import { nameRemote, type RemoteServer } from '../base/remote-server.js';
import { ExitCode } from '../base/exit-codes.js';
import { doctorSchemaVersion, type DoctorDocument, type Probe, type ProbeStatus } from '../model/doctor.js';
import { chooseExitCode } from '../model/choose-exit-code.js';
import { toolVersion } from '../base/version.js';
import { defineCommand, type Command } from '../command-line/command.js';
import { configOptions, outputOptions, serverOptions, timeoutOptions } from '../command-line/common-options.js';
import { chooseRemote } from '../command-steps/choose-remote.js';
import { forSameServer } from '../command-steps/for-same-server.js';
import { startProgress } from '../output/progress.js';
import { openTrace } from '../output/trace.js';

const options = z
  .strictObject({
    failOn: z
      .enum(['fail', 'warn', 'never'])
      .default('fail')
      .meta({ description: 'Lines that give exit code 3: failed ones, warnings as well, or none' }),
    ...outputOptions,
    verbose: outputOptions.verbose.meta({ description: 'Print the details of every line', alias: 'v' }),
    ...serverOptions,
    ...timeoutOptions,
    ...configOptions,
  })
  .refine(({ quiet, verbose }) => !(quiet && verbose), { error: '--quiet and --verbose cannot be used together.' });

type DoctorOptions = z.output<typeof options>;

const order: readonly ProbeStatus[] = ['fail', 'unknown', 'warn', 'pass'];

/** The worst line, the number of each kind, and the exit code that follows: 7 before all others. */
export function summarize(probes: readonly Probe[], failOn: DoctorOptions['failOn']): DoctorDocument['summary'] {
  const count = (status: ProbeStatus): number => probes.filter((probe) => probe.status === status).length;
  const counts = { pass: count('pass'), warn: count('warn'), fail: count('fail'), unknown: count('unknown') };
  const isLeftOff = probes.some(({ id, status }) => id === 'full-sync' && status === 'fail');
  return {
    status: order.find((status) => counts[status] > 0) ?? 'pass',
    counts,
    exitCode: isLeftOff ? ExitCode.leftOff : chooseExitCode(counts, failOn),
  };
}

/** A cure by this tool is for the server that was asked about. */
function forServer(probe: Probe, given: DoctorOptions): Probe {
  const { cure } = probe;
  return cure === undefined ? probe : { ...probe, cure: { ...cure, commands: forSameServer(cure.commands, given) } };
}

const offer = {
  text: 'This server can show whether phs-tool assumes the right things of Entra Connect: types and counts, no names and no values, in half a minute. Then send the file with the issue form "Contract of a server".',
  commands: ['phs-tool contract --out contract.ndjson'],
};

/** Offered where there is a real ADSync module: nothing else knows what is still unverified. */
function offerFor(probes: readonly Probe[], given: DoctorOptions): Pick<DoctorDocument, 'offer'> {
  const hasModule = probes.some(({ id, status }) => id === 'adsync-module' && status === 'pass');
  return given.simulate === undefined && hasModule
    ? { offer: { ...offer, commands: [...forSameServer(offer.commands, given)] } }
    : {};
}

async function print(document: DoctorDocument, given: DoctorOptions, ctx: Context): Promise<void> {
  if (given.output === 'json') {
    const { jsonText } = await import('../views/json.js');
    ctx.io.stdout(jsonText(document));
    return;
  }
  const { doctorText } = await import('../views/doctor-text.js');
  const { chooseLook } = await import('../output/text-look.js');
  const { times, ...look } = chooseLook(ctx, given);
  const verbosity = given.quiet ? 'quiet' : given.verbose ? 'verbose' : 'normal';
  ctx.io.stdout(times.write(doctorText(document, { ...look, verbosity })));
}

function buildDocument(
  given: DoctorOptions,
  remote: RemoteServer | undefined,
  times: Pick<DoctorDocument, 'startedAt' | 'finishedAt'>,
  found: Pick<DoctorDocument, 'probes' | 'hosts' | 'configuration'>,
): DoctorDocument {
  return {
    schemaVersion: doctorSchemaVersion,
    tool: { name: 'phs-tool', version: toolVersion() },
    command: 'doctor',
    ...times,
    simulated: given.simulate !== undefined,
    ...(remote === undefined ? {} : { remote: nameRemote(remote) }),
    ...found,
    ...offerFor(found.probes, given),
    summary: summarize(found.probes, given.failOn),
  };
}

async function run(ctx: Context, given: DoctorOptions, loadWorld: LoadWorld): Promise<ExitCode> {
  const startedAt = ctx.clock().toISOString();
  const remote = chooseRemote(given, ctx);
  const trace = await openTrace(given, ctx);
  const progress = startProgress(ctx, given.quiet);
  try {
    progress.stage('Looking at this machine');
    const { runDoctor } = await import('../doctor/run-doctor.js');
    const { askConfiguration } = await import('../doctor/configuration-probe.js');
    const { simulate, modulePath, powershell } = given;
    const configuration = await askConfiguration(ctx.env, given.config);
    const { probes: found, hosts } = await runDoctor(
      ctx,
      {
        onNote: progress.note,
        simulate,
        remote,
        modulePath,
        powershell,
        debug: trace.write,
      },
      await loadWorld(ctx, powershell),
    );
    progress.done();
    const probes = [...found, configuration.probe].map((probe) => forServer(probe, given));
    const at = { startedAt, finishedAt: ctx.clock().toISOString() };
    const document = buildDocument(given, remote, at, {
      probes,
      hosts: [...hosts],
      configuration: [...configuration.values],
    });
    await print(document, given, ctx);
    return document.summary.exitCode;
  } finally {
    progress.done();
  }
}

type LoadWorld = (ctx: Context, powershell: string | undefined) => Promise<DoctorWorld>;

/** Makes the command; `loadWorld` answers what is known of the machine before anything is started. */
export function createDoctorCommand(loadWorld: LoadWorld): Command {
  return defineCommand({
    name: 'doctor',
    describe: 'Check whether this machine has what phs-tool needs',
    examples: [
      { line: 'phs-tool doctor', description: 'On the Entra Connect server, when a command does not run' },
      { line: 'phs-tool doctor --verbose', description: 'Every scope, host and value with its origin' },
      { line: 'phs-tool doctor --output json', description: 'For a script: one JSON document' },
      { line: 'phs-tool doctor --simulate healthy', description: 'Anywhere, on a simulated server' },
    ],
    options,
    run: (ctx, given) => run(ctx, given, loadWorld),
  });
}

/** `phs-tool doctor`. */
export const doctorCommand: Command = createDoctorCommand(async (ctx, powershell) => {
  const { realWorld } = await import('../doctor/world.js');
  return realWorld(ctx.env, powershell);
});
