import { z } from 'zod';
import { ExitCode } from '../base/exit-codes.js';
import { escapeForTerminal } from '../base/escape.js';
import { displayWidth, indented, padTo } from '../views/layout.js';
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
    const columns = ctx.io.stdoutIsTerminal ? ctx.io.columns : undefined;
    const lines = scenarios.flatMap(({ name, title }) => {
      const [first = '', ...rest] = indented(escapeForTerminal(title), width + 2, columns);
      return [`${padTo(name, width)}  ${first.trimStart()}`, ...rest];
    });
    ctx.io.stdout(`${lines.join('\n')}\n`);
    return ExitCode.ok;
  },
});
