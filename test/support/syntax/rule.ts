import { basename } from 'node:path';
import { readCommandTable, type CommandTable } from './command-table.js';
import { readTable, type ReferenceTable } from './reference-table.js';
import type { FileFacts } from './syntax-facts.js';

/** What rules know beside the file. */
export interface RuleContext {
  /** Names of commands that are ours: operations, helpers, functions of other files. */
  readonly ownNames: readonly string[];
  /** Names of classes and enumerations that are ours. */
  readonly ownTypes: readonly string[];
  /** Types and members of Windows PowerShell 5.1. */
  readonly table: ReferenceTable;
  /** Commands of Windows PowerShell 5.1. */
  readonly commands: CommandTable;
}

/** A context with the tables that live in the project. */
export function ruleContext(ownNames: readonly string[] = [], ownTypes: readonly string[] = []): RuleContext {
  return { ownNames, ownTypes, table: readTable(), commands: readCommandTable() };
}

/** What a rule found: where (0 when it is about the whole file) and what. */
export interface Found {
  readonly line: number;
  readonly detail: string;
}

/** Looks at the facts of one file. */
export type Rule = (facts: FileFacts, context: RuleContext) => readonly Found[];

/** The name of a script without its extension. */
export const scriptName = ({ path }: FileFacts): string => basename(path).replace(/\.ps[md]?1$/, '');

/** A finding about the whole file, if there is one. */
export const onFile = (failed: boolean, detail: string): readonly Found[] => (failed ? [{ line: 0, detail }] : []);

/** Names of PowerShell are the same in capitals. */
export const same = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase();

/** Whether a command is one of ours. */
export function isOwn(name: string, facts: FileFacts, { ownNames }: RuleContext): boolean {
  return [...ownNames, ...facts.functions].some((own) => same(own, name));
}
