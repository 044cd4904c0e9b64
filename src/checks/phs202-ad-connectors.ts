import { counted } from '../base/text.js';
import type { Facts } from '../model/facts.js';
import type { Check, Draft } from './check.js';
import { adConnectors } from './connectors.js';
import { evidence } from './evidence.js';

function judge(facts: Facts): Draft {
  const found = adConnectors(facts);
  if (found.length === 0) {
    return {
      status: 'fail',
      message: 'There is no AD DS connector on this server.',
      evidence: [evidence('connectors', 'AD DS connectors', 0)],
      remedy: {
        text: 'Run the Microsoft Entra Connect wizard, choose "Customize synchronization options" and add the forest under "Connect your directories".',
        commands: ['Get-ADSyncConnector | Select-Object Name, ConnectorTypeName, Subtype, Identifier'],
      },
    };
  }
  return {
    status: 'pass',
    message: `There ${found.length === 1 ? 'is' : 'are'} ${counted(found.length, 'AD DS connector')}.`,
    evidence: found.map(({ name, identifier }) => evidence('connectors', name, identifier)),
  };
}

/** Without a connector to a forest there is no password to read. */
export const phs202AdConnectors: Check = {
  id: 'PHS202',
  title: 'AD DS connectors exist',
  category: 'configuration',
  passwords: { failed: 'stops' },
  needs: ['connectors'],
  uses: [],
  dependsOn: [],
  perConnector: false,
  run: (facts) => [judge(facts)],
};
