import { quoteForPowerShell } from '../base/text.js';
import type { Remedy } from './finding.js';

/** Said before a command that names the first of several users. */
const ofTheFirst = '# Of the first user; the same for each of the others:';

/** The remedy of the first user who has a cause, for all who have it: a command that names this one says so. */
export function remedyForMany(remedy: Remedy | undefined, distinguishedName: string | null): Remedy | undefined {
  if (remedy === undefined || distinguishedName === null) {
    return remedy;
  }
  const name = quoteForPowerShell(distinguishedName);
  return {
    ...remedy,
    commands: remedy.commands.flatMap((command) => (command.includes(name) ? [ofTheFirst, command] : [command])),
  };
}
