import { z } from 'zod';
import { ExitCode } from '../base/exit-codes.js';
import { readHelp } from '../command-line/help.js';
import { shells } from '../completion/words.js';
import { toolVersion } from '../base/version.js';
import { defineCommand, type Command } from '../command-line/command.js';

/** `phs-tool completion <shell>`. */
export const completionCommand: Command = defineCommand({
  name: 'completion',
  describe: 'Print a shell completion script',
  examples: [
    {
      line: 'phs-tool completion powershell | Out-String | Invoke-Expression',
      description: 'In Windows PowerShell 5.1 or PowerShell 7; in $PROFILE for every session',
    },
    { line: 'phs-tool completion bash', description: 'For bash: source <(phs-tool completion bash)' },
  ],
  positionals: ['shell'],
  options: z.strictObject({ shell: z.enum(shells).meta({ description: 'powershell or bash' }) }),
  run: async (ctx, { shell }) => {
    const { completionWords } = await import('../completion/words.js');
    const { scenarioNames } = await import('../simulator/scenario-files.js');
    const words = completionWords(readHelp(), await scenarioNames());
    if (shell === 'powershell') {
      const { powershellScript } = await import('../completion/powershell.js');
      ctx.io.stdout(powershellScript(words, toolVersion()));
    } else {
      const { bashScript } = await import('../completion/bash.js');
      ctx.io.stdout(bashScript(words, toolVersion()));
    }
    return ExitCode.ok;
  },
});
