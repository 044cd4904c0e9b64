import type { Facts } from '../model/facts.js';
import { keepParameters } from '../model/sign-in-remedies.js';
import type { Check, Draft } from './check.js';
import { entraConnectors } from './connectors.js';
import { evidence } from './evidence.js';
import { stopsPasswords } from './password-effect.js';

const list = {
  text: 'The connectors of the server, to see which one is missing or too many.',
  commands: ['Get-ADSyncConnector | Select-Object Name, ConnectorTypeName, Subtype, Identifier'],
};

function judge(facts: Facts): Draft {
  const found = entraConnectors(facts);
  const shown = found.map(({ name, identifier }) => evidence('connectors', name, identifier));
  const [first, second] = found;
  if (first === undefined) {
    return {
      status: 'fail',
      message: 'There is no connector to Microsoft Entra ID on this server.',
      evidence: [evidence('connectors', 'Entra connectors', 0)],
      remedy: {
        ...list,
        text: 'Run the Microsoft Entra Connect wizard to the end; it creates the connector. Without it nothing can be synchronized.',
      },
    };
  }
  if (second !== undefined) {
    return {
      status: 'fail',
      message: `There are ${found.length} connectors to Microsoft Entra ID; password hash synchronization works with exactly one.`,
      evidence: shown,
      remedy: {
        ...list,
        text: `Find out which of them the wizard uses (its account is in use and its runs succeed) and remove the left-over one in Synchronization Service Manager, with help from Microsoft support if in doubt. ${keepParameters}`,
      },
    };
  }
  return { status: 'pass', message: `The Entra connector is "${first.name}".`, evidence: shown };
}

/** None, one or several: Microsoft's status script stops on all but one. */
export const phs201EntraConnector: Check = {
  id: 'PHS201',
  title: 'Exactly one Entra connector exists',
  category: 'configuration',
  passwords: stopsPasswords,
  needs: ['connectors'],
  uses: [],
  dependsOn: [],
  perConnector: false,
  run: (facts) => [judge(facts)],
};
