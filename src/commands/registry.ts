import type { Command } from '../command-line/command.js';

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
  { name: 'force-full-sync', load: async () => (await import('./force-full-sync.js')).forceFullSyncCommand },
  { name: 'guard setup', load: async () => (await import('./guard-setup.js')).guardSetupCommand },
  { name: 'guard show', load: async () => (await import('./guard-show.js')).guardShowCommand },
  { name: 'guard recover', load: async () => (await import('./guard-recover.js')).guardRecoverCommand },
  { name: 'guard supersede', load: async () => (await import('./guard-supersede.js')).guardSupersedeCommand },
  { name: 'explain', load: async () => (await import('./explain.js')).explainCommand },
  { name: 'doctor', load: async () => (await import('./doctor.js')).doctorCommand },
  { name: 'completion', load: async () => (await import('./completion.js')).completionCommand },
  { name: 'simulate list', load: async () => (await import('./simulate.js')).simulateListCommand },
  { name: 'simulate create', load: async () => (await import('./simulate.js')).simulateCreateCommand },
  { name: 'simulate tick', load: async () => (await import('./simulate-tick.js')).simulateTickCommand },
];
