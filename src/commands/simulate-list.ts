import { z } from 'zod';
import { ExitCode } from '../base/exit-codes.js';
import { escapeForTerminal } from '../base/escape.js';
import { padTo, displayWidth } from '../views/layout.js';
import { defineCommand, type Command } from '../command-line/command.js';

/** `phs-tool simulate list`. */
export const simulateListCommand: Command = defineCommand({
  name: 'simulate list',
  describe: 'List the scenarios that can be simulated',
  examples: [{ line: 'phs-tool simulate list', description: 'Names for --simulate, with what each one shows' }],
  options: z.strictObject({}),
  run: async (ctx) => {
    const { listScenarios } = await import('../simulator/scenarios.js');
    const scenarios = await listScenarios();
    const width = Math.max(0, ...scenarios.map(({ name }) => displayWidth(name)));
    ctx.io.stdout(scenarios.map(({ name, title }) => `${padTo(name, width)}  ${escapeForTerminal(title)}\n`).join(''));
    return ExitCode.ok;
  },
});
