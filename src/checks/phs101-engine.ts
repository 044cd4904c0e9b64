import { commandToCopy } from '../base/command-to-copy.js';
import { valueOf, type Check, type Draft } from './check.js';
import { evidence } from './evidence.js';
import type { EngineFacts, Facts } from '../model/facts.js';
import { noEffect } from './password-effect.js';

const restricted = (engine: EngineFacts, facts: readonly ReturnType<typeof evidence>[]): Draft => ({
  status: 'fail',
  message: `PowerShell runs in ${engine.languageMode} mode; the ADSync cmdlets need FullLanguage.`,
  evidence: facts,
  remedy: {
    text: 'An application control policy (WDAC, AppLocker) or a constrained endpoint restricts PowerShell. Allow the scripts of phs-tool in that policy, or run it in a session that is not restricted.',
    commands: ['$ExecutionContext.SessionState.LanguageMode'],
  },
});

function judge(facts: Facts): Draft {
  const engine = valueOf(facts.engine);
  const platform = valueOf(facts.platform);
  const shown = [
    evidence('engine', 'PowerShell', `${engine.psVersion} (${engine.edition})`),
    evidence('engine', 'Language mode', engine.languageMode),
  ];
  if (engine.languageMode !== 'FullLanguage') {
    return restricted(engine, shown);
  }
  if (engine.edition === 'Core' && platform.isWindows && !platform.simulated) {
    return {
      status: 'warn',
      message: `PowerShell ${engine.psVersion} (Core) answered; the ADSync module is made for Windows PowerShell 5.1.`,
      evidence: shown,
      remedy: {
        text: 'Let phs-tool use Windows PowerShell 5.1 of this server.',
        commands: [
          commandToCopy('phs-tool status', [
            ['powershell', 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe'],
          ]),
        ],
      },
    };
  }
  return {
    status: 'pass',
    message: `PowerShell ${engine.psVersion} (${engine.edition}) runs in FullLanguage mode.`,
    evidence: shown,
  };
}

/** Full language mode and, on a real server, Windows PowerShell (facts 0.4). */
export const phs101Engine: Check = {
  id: 'PHS101',
  title: 'The PowerShell engine can run the ADSync cmdlets',
  category: 'environment',
  passwords: noEffect,
  needs: ['engine', 'platform'],
  uses: [],
  dependsOn: [],
  perConnector: false,
  run: (facts) => [judge(facts)],
};
