import type { Command } from './command.js';

/** A command that has not been loaded: help and misspelt names must not wait for zod and yargs. */
export interface RegisteredCommand {
  readonly name: string;
  readonly load: () => Promise<Command>;
}

/** Every command, in the order of help. */
export const registry: readonly RegisteredCommand[] = [
  { name: 'status', load: async () => (await import('./status.js')).statusCommand },
  { name: 'diagnose', load: async () => (await import('./diagnose.js')).diagnoseCommand },
  { name: 'report', load: async () => (await import('./report.js')).reportCommand },
  { name: 'events', load: async () => (await import('./events.js')).eventsCommand },
  { name: 'replay', load: async () => (await import('./replay.js')).replayCommand },
  { name: 'bundle', load: async () => (await import('./bundle.js')).bundleCommand },
  { name: 'explain', load: async () => (await import('./explain.js')).explainCommand },
  { name: 'doctor', load: async () => (await import('./doctor.js')).doctorCommand },
  { name: 'simulate list', load: async () => (await import('./simulate.js')).simulateListCommand },
  { name: 'simulate create', load: async () => (await import('./simulate.js')).simulateCreateCommand },
  { name: 'simulate tick', load: async () => (await import('./simulate-tick.js')).simulateTickCommand },
];
