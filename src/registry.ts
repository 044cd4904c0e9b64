import type { Command } from './command-line/command.js';

/** A command that has not been loaded: help and misspelt names must not wait for zod and yargs. */
export interface RegisteredCommand {
  readonly name: string;
  readonly load: () => Promise<Command>;
}

/** Every command, in the order of help. */
export const registry: readonly RegisteredCommand[] = [
  { name: 'status', load: async () => (await import('./commands/status.js')).statusCommand },
  { name: 'diagnose', load: async () => (await import('./commands/diagnose.js')).diagnoseCommand },
  { name: 'report', load: async () => (await import('./commands/report.js')).reportCommand },
  { name: 'events', load: async () => (await import('./commands/events.js')).eventsCommand },
  { name: 'users', load: async () => (await import('./commands/users.js')).usersCommand },
  { name: 'wait', load: async () => (await import('./commands/wait.js')).waitCommand },
  { name: 'replay', load: async () => (await import('./commands/replay.js')).replayCommand },
  { name: 'diff', load: async () => (await import('./commands/diff.js')).diffCommand },
  { name: 'compare', load: async () => (await import('./commands/compare.js')).compareCommand },
  { name: 'bundle', load: async () => (await import('./commands/bundle.js')).bundleCommand },
  { name: 'sync-user', load: async () => (await import('./commands/sync-user.js')).syncUserCommand },
  { name: 'force-full-sync', load: async () => (await import('./commands/force-full-sync.js')).forceFullSyncCommand },
  { name: 'guard setup', load: async () => (await import('./commands/guard-setup.js')).guardSetupCommand },
  { name: 'guard show', load: async () => (await import('./commands/guard-show.js')).guardShowCommand },
  { name: 'guard recover', load: async () => (await import('./commands/guard-recover.js')).guardRecoverCommand },
  { name: 'guard supersede', load: async () => (await import('./commands/guard-supersede.js')).guardSupersedeCommand },
  { name: 'explain', load: async () => (await import('./commands/explain.js')).explainCommand },
  { name: 'doctor', load: async () => (await import('./commands/doctor.js')).doctorCommand },
  { name: 'contract', load: async () => (await import('./commands/contract.js')).contractCommand },
  { name: 'completion', load: async () => (await import('./commands/completion.js')).completionCommand },
  { name: 'simulate list', load: async () => (await import('./commands/simulate-list.js')).simulateListCommand },
  { name: 'simulate create', load: async () => (await import('./commands/simulate-create.js')).simulateCreateCommand },
  { name: 'simulate tick', load: async () => (await import('./commands/simulate-tick.js')).simulateTickCommand },
];
