import type { z } from 'zod';
import type { Context } from './context.js';
import type { ExitCode } from '../base/exit-codes.js';
import { parseOptions } from './parse-options.js';

/** One way to call a command, shown first in its help; a test parses every one. */
export interface Example {
  /** The whole line, beginning with `phs-tool`. */
  readonly line: string;
  readonly description: string;
}

/** What a command is: its schema of options is the single source for validation, types and help. */
export interface CommandDefinition<Options extends z.ZodObject> {
  /** One or two words: `status`, `simulate create`. */
  readonly name: string;
  /** One line, without a full stop. */
  readonly describe: string;
  readonly examples: readonly [Example, ...Example[]];
  /** Keys of `options` that are given by place instead of by flag, in order. */
  readonly positionals?: readonly string[];
  /** Key of an option that takes every word after those given by place, options too, as they were typed. */
  readonly rest?: string;
  readonly options: Options;
  /** Refuses what the options cannot change, before they are checked. Raises a PhsError. */
  readonly refuse?: (ctx: Context, raw: Readonly<Record<string, unknown>>) => void;
  readonly run: (ctx: Context, options: z.output<Options>) => Promise<ExitCode>;
}

/** A command whose options have not been checked yet. */
export interface Command extends Omit<CommandDefinition<z.ZodObject>, 'run' | 'refuse' | 'positionals'> {
  readonly positionals: readonly string[];
  /** Checks the options without running anything. Raises a UsageError. */
  readonly check: (raw: Readonly<Record<string, unknown>>) => void;
  /** Checks the options, then runs. Rejects with a PhsError. */
  readonly run: (ctx: Context, raw: Readonly<Record<string, unknown>>) => Promise<ExitCode>;
}

/** Makes a command from its definition. */
export function defineCommand<Options extends z.ZodObject>(definition: CommandDefinition<Options>): Command {
  const { run, refuse, positionals = [], ...rest } = definition;
  const parse = (raw: Readonly<Record<string, unknown>>): z.output<Options> =>
    parseOptions(definition.options, positionals, raw, definition.name);
  return {
    ...rest,
    positionals,
    check: (raw) => {
      parse(raw);
    },
    run: async (ctx, raw) => {
      refuse?.(ctx, raw);
      return run(ctx, parse(raw));
    },
  };
}
