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

/** The option that takes the value that a switch does not take, by flag. */
export const valueOptions: ReadonlyMap<string, string> = new Map([
  ['--watch', '--interval'],
  ['--use-ssl', '--port'],
  ['--confirm', '--plan'],
]);
