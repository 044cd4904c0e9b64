import { commandToCopy } from '../base/command-to-copy.js';
import type { Facts } from '../model/facts.js';
import { whyUnknown, valueOf, type Check, type Draft } from './check.js';
import { evidence } from './evidence.js';
import { hidesPasswords } from './password-effect.js';

const origins = {
  'module-path-option': 'the option --module-path',
  'ps-module-path': 'PSModulePath',
  registry: 'the registry (HKLM\\SOFTWARE\\Microsoft\\AD Sync, Location)',
  'default-folder': 'the default folder of Entra Connect',
} as const;

function judge(facts: Facts): Draft {
  const reason = whyUnknown(facts.module);
  if (reason?.code === 'module-missing') {
    return {
      status: 'fail',
      message: `The ADSync module was not found: ${reason.message}`,
      evidence: [evidence('module', 'Reason', reason.message)],
      remedy: {
        text: 'Run phs-tool on the server where Microsoft Entra Connect is installed. If the module is in another folder, name it with --module-path.',
        commands: [
          "Test-Path 'C:\\Program Files\\Microsoft Azure AD Sync\\Bin\\ADSync\\ADSync.psd1'",
          commandToCopy('phs-tool status', [['module-path', 'C:\\Program Files\\Microsoft Azure AD Sync\\Bin']]),
        ],
      },
    };
  }
  const module = valueOf(facts.module);
  return {
    status: 'pass',
    message: `${module.name} ${module.version} was loaded from ${origins[module.origin]}.`,
    evidence: [
      evidence('module', 'Path', module.path),
      evidence('module', 'Version', module.version),
      evidence('module', 'Found by', origins[module.origin]),
    ],
  };
}

/** The module often lies outside PSModulePath (facts 4.1). `uses`: that it is missing is what it looks for. */
export const phs105Module: Check = {
  id: 'PHS105',
  title: 'The ADSync module is loaded',
  category: 'environment',
  passwords: hidesPasswords,
  needs: [],
  uses: ['module'],
  dependsOn: [],
  perConnector: false,
  run: (facts) => [judge(facts)],
};
