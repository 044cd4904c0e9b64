/** What other tools call the commands. */
export const otherNames: ReadonlyMap<string, string> = new Map([
  ['check', 'diagnose'],
  ['troubleshoot', 'diagnose'],
  ['logs', 'events'],
  ['log', 'events'],
  ['affected', 'users'],
  ['info', 'replay'],
  ['full-sync', 'force-full-sync'],
]);

/** What other tools call the form of the result, by the key of the option. */
export const otherForms: ReadonlyMap<string, string> = new Map([
  ['json', '--output json'],
  ['format', '--output'],
  ['csv', '--output csv'],
]);

/** What the same is called by another command, by the key of the option. */
export const sameOptions: ReadonlyMap<string, string> = new Map([
  ['watch', '--follow'],
  ['follow', '--watch'],
]);

/** Options that only some commands have, with a command line that takes each, by the key of the option. */
export const optionsElsewhere: ReadonlyMap<string, string> = new Map([
  ['watch', 'phs-tool status --watch'],
  ['follow', 'phs-tool events --follow'],
  ['all-users', 'phs-tool replay FILE diagnose --all-users'],
]);

/** The option that takes the value that a switch does not take, by flag. */
export const valueOptions: ReadonlyMap<string, string> = new Map([
  ['--watch', '--interval'],
  ['--use-ssl', '--port'],
  ['--confirm', '--plan'],
]);
