/** Variables that phs-tool.cmd clears. */
export const clearedVariables: readonly string[];

/** The text of phs-tool.cmd. */
export const startCommand: string;
