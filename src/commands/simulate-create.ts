import { commandToCopy } from '../base/command-to-copy.js';
import { UsageError } from '../base/errors.js';
import { z } from 'zod';
import { ExitCode } from '../base/exit-codes.js';
import { escapeForTerminal } from '../base/escape.js';
import { defineCommand, type Command } from '../command-line/command.js';

/** `phs-tool simulate create <scenario> <dir>`. */
export const simulateCreateCommand: Command = defineCommand({
  name: 'simulate create',
  describe: 'Create a simulated server in a directory',
  examples: [
    { line: 'phs-tool simulate create staging ./staging', description: 'Then: phs-tool status --simulate ./staging' },
  ],
  positionals: ['scenario', 'dir'],
  options: z.strictObject({
    scenario: z.string().meta({ description: 'A name from "simulate list"' }),
    dir: z.string().meta({ description: 'A directory that does not exist yet, or is empty' }),
  }),
  run: async (ctx, { scenario, dir }) => {
    const { outputNameProblem } = await import('../files/output-name.js');
    const problem = outputNameProblem(dir, process.platform);
    if (problem !== undefined) {
      throw new UsageError(`The directory "${dir}" cannot be made: ${problem.reason}.`, { hint: problem.hint });
    }
    const { createSimulatedServer } = await import('../simulator/create-server.js');
    await createSimulatedServer(scenario, dir, { now: ctx.clock() });
    ctx.io.stdout(`Created the simulated server "${scenario}" in ${escapeForTerminal(dir)}\n`);
    ctx.io.stderr(
      `With PowerShell on this machine, try: ${escapeForTerminal(commandToCopy('phs-tool status', [['simulate', dir]]))}\n`,
    );
    return ExitCode.ok;
  },
});
