import { quoteForPowerShell } from '../base/text.js';
import type { Channel, Connector, Facts } from '../model/facts.js';
import { addStory } from './changes/change.js';
import { tellWhoSwitchedOff } from './changes/tell-who-switched.js';
import { valueOf, type Check, type CheckId, type Draft, type JudgedDraft } from './check.js';
import { entraConnectors, selectedAdConnectors } from './connectors.js';
import { evidence } from './evidence.js';
import { wizardRemedy } from '../model/remedies.js';
import { stopsPasswords } from './password-effect.js';

function remedyFor(connector: Connector): typeof wizardRemedy {
  const show = `Get-ADSyncAADPasswordSyncConfiguration -SourceConnector ${quoteForPowerShell(connector.name)}`;
  return { text: wizardRemedy.text, commands: [show, ...wizardRemedy.commands] };
}

/** Without exactly one Entra connector the target means nothing; that a channel is off is a finding all the same. */
const explainedBy: readonly CheckId[] = ['PHS201'];

/** Fails only if a run of the tool left it off: then "guard recover" is the cure, not the wizard. */
const explainsOff: readonly CheckId[] = ['PHS211'];

function judge(facts: Facts, connector: Connector, channels: readonly Channel[], entra: readonly Connector[]): Draft {
  const subject = connector.name;
  const channel = channels.find(({ connectorName }) => connectorName === connector.name);
  if (channel === undefined) {
    const message = `No password synchronization configuration was collected for "${subject}".`;
    return { subject, unreadable: { code: 'not-collected', message } };
  }
  if (!channel.configuration.known) {
    return { subject, unreadable: channel.configuration.reason };
  }
  const { enabled, targetConnector } = channel.configuration.value;
  const shown = [evidence('channels', 'Enabled', enabled), evidence('channels', 'TargetConnector', targetConnector)];
  const remedy = remedyFor(connector);
  if (!enabled) {
    const message = `Password hash synchronization is off for "${subject}".`;
    const off: JudgedDraft = { subject, status: 'fail', message, evidence: shown, remedy, explainedBy: explainsOff };
    return addStory(off, tellWhoSwitchedOff(facts, connector));
  }
  if (targetConnector === null) {
    const message = `The channel of "${subject}" has no target connector.`;
    return { subject, status: 'fail', message, evidence: shown, remedy, explainedBy };
  }
  if (!entra.some(({ name }) => name === targetConnector)) {
    const message = `The channel of "${subject}" writes to "${targetConnector}", which is not the Entra connector.`;
    return { subject, status: 'fail', message, evidence: shown, remedy, explainedBy };
  }
  const message = `The channel writes to "${targetConnector}".`;
  return { subject, status: 'pass', message, evidence: shown, explainedBy };
}

/** One channel for each AD connector (facts 1.4), and who switched it off (facts 9.3). */
export const phs205Channel: Check = {
  id: 'PHS205',
  title: 'The PHS channel is enabled',
  category: 'configuration',
  passwords: stopsPasswords,
  needs: ['connectors', 'channels'],
  uses: ['changeEvents', 'platform', 'globalSetting', 'eventLogReach'],
  dependsOn: [],
  perConnector: true,
  run: (facts: Facts, context) => {
    const channels = valueOf(facts.channels);
    const entra = entraConnectors(facts);
    return selectedAdConnectors(facts, context).map((connector) => judge(facts, connector, channels, entra));
  },
};
