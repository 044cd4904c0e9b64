import type { Connector } from '../model/facts.js';
import { asksForFullSync, forceFullSyncParameter } from '../model/full-sync-parameter.js';
import type { Check, Draft } from './check.js';
import { selectedAdConnectors } from './connectors.js';
import { evidence } from './evidence.js';
import { noEffect } from './password-effect.js';

function judge(connector: Connector): Draft {
  const subject = connector.name;
  const value = connector.forceFullPasswordSync;
  const shown = [evidence('connectors', forceFullSyncParameter, value)];
  if (!asksForFullSync(value)) {
    const message = value === null ? 'The parameter is not set.' : 'The parameter is 0: nothing is left over.';
    return { subject, status: 'pass', message, evidence: shown };
  }
  return {
    subject,
    status: 'warn',
    message: `The connector still carries ${forceFullSyncParameter} with the value "${value}": a full sync of all passwords was triggered earlier.`,
    evidence: shown,
    remedy: {
      text: 'Do not trigger a full sync of all passwords again only because of this: Microsoft says to run it once. It is not documented whether the engine resets the parameter; check in the log whether the earlier run finished (event 623).',
      commands: [
        "Get-WinEvent -FilterHashtable @{ LogName = 'Application'; Id = 617, 618, 621, 622, 623 } -MaxEvents 20 | Format-List TimeCreated, Id, Message",
      ],
    },
  };
}

/** What Microsoft's script for a full sync leaves on the connector (facts 4.8). */
export const phs208LeftOverFullSync: Check = {
  id: 'PHS208',
  title: 'No parameter is left over from an earlier full password sync',
  category: 'configuration',
  passwords: noEffect,
  needs: ['connectors'],
  uses: [],
  dependsOn: [],
  perConnector: true,
  run: (facts, context) => selectedAdConnectors(facts, context).map(judge),
};
