import { resolve } from 'node:path';
import { z } from 'zod';
import { EnvironmentError } from '../base/errors.js';
import { ExitCode } from '../base/exit-codes.js';
import type { TaskRun, tickDocumentSchema } from '../model/task-runs.js';
import { toolVersion } from '../base/version.js';
import { escapeForTerminal } from '../base/escape.js';
import { outputOptions } from '../command-line/common-options.js';
import { defineCommand, type Command } from '../command-line/command.js';
import { jsonText } from '../views/json.js';

const MS_PER_SECOND = 1000;

function sentence({ task, outcome, exitCode, durationMs, logFile }: TaskRun): string {
  const name = escapeForTerminal(task);
  const seconds = (durationMs / MS_PER_SECOND).toFixed(1);
  if (outcome === 'ignored') return `${name}: the previous start is still running; not started again`;
  const log = escapeForTerminal(logFile ?? '');
  if (outcome === 'running') return `${name}: still runs after ${seconds} s, see ${log}`;
  return `${name}: exit code ${String(exitCode)} after ${seconds} s${exitCode === 0 ? '' : `, see ${log}`}`;
}

/** The ticks that were asked for, in order. */
function listTicks(count: string | undefined, startup: boolean): ('startup' | number)[] {
  const number = count === undefined ? (startup ? 0 : 1) : Number(count);
  return [...(startup ? ['startup' as const] : []), ...Array.from({ length: number }, (_, index) => index + 1)];
}

/** `phs-tool simulate tick <dir>`. */
export const simulateTickCommand: Command = defineCommand({
  name: 'simulate tick',
  describe: 'Run the scheduled tasks of a simulated server that are due',
  examples: [
    { line: 'phs-tool simulate tick ./server', description: 'As if a minute had passed' },
    { line: 'phs-tool simulate tick ./server --count 3', description: 'Three minutes, one after the other' },
    { line: 'phs-tool simulate tick ./server --startup', description: 'As if the server had restarted' },
  ],
  positionals: ['dir'],
  options: z.strictObject({
    dir: z.string().meta({ description: 'Directory of a simulated server' }),
    count: z
      .string()
      .regex(/^[1-9]\d{0,3}$/, 'a number from 1 to 9999 is expected')
      .optional()
      .meta({ description: 'How many times, one after the other (once when absent)', value: 'N' }),
    startup: z
      .boolean()
      .default(false)
      .meta({ description: 'Run the tasks with a trigger at start-up, first or only' }),
    output: outputOptions.output,
  }),
  run: async (ctx, { dir, count, startup, output }) => {
    const { isSimulatedServer } = await import('../simulator/scenarios.js');
    const { runDueTasks } = await import('../simulator/run-tasks.js');
    const server = resolve(dir);
    if (!(await isSimulatedServer(server))) {
      throw new EnvironmentError('E_SIMULATED_SERVER', `${server} is not a simulated server.`, {
        hint: 'Create one with "phs-tool simulate create healthy DIR".',
      });
    }
    const runs: TaskRun[] = [];
    for (const tick of listTicks(count, startup)) {
      const due = await runDueTasks(server, { tick, now: ctx.clock() });
      runs.push(...due);
      if (output === 'text') ctx.io.stdout(due.map((run) => `${sentence(run)}\n`).join(''));
    }
    if (output === 'json') {
      const document: z.output<typeof tickDocumentSchema> = {
        schemaVersion: '1.0',
        tool: { name: 'phs-tool', version: toolVersion() },
        command: 'simulate tick',
        server,
        runs,
      };
      ctx.io.stdout(jsonText(document));
    } else if (runs.length === 0) ctx.io.stdout('Nothing was due.\n');
    return ExitCode.ok;
  },
});
