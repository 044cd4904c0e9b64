import type { Facts } from '../model/facts.js';
import type { Remedy } from '../model/finding.js';
import { addStory } from './changes/change.js';
import { tellWhoEnteredStaging } from './changes/tell-who-switched.js';
import type { Check, CheckContext, Draft, JudgedDraft } from './check.js';
import { readStaging } from './staging.js';
import { stopsPasswords } from './password-effect.js';

const leaveStaging: Remedy = {
  text: 'If this server should be the active one, run the Microsoft Entra Connect wizard, choose "Configure staging mode" and clear it; first make sure that nothing else writes the passwords of this forest to the tenant: no other server is active, and Cloud Sync does not synchronize the same users. After the wizard task "Transition to Cloud Sync" staging mode is the wanted state (according to a guide of 2026-09-22), and leaving it makes two writers. If it is meant to be a staging server, run phs-tool with --expect staging.',
  commands: ['(Get-ADSyncScheduler).StagingModeEnabled', 'phs-tool status --expect staging'],
};
const enterStaging: Remedy = {
  text: 'If this server should be a staging server, run the Microsoft Entra Connect wizard, choose "Configure staging mode" and select it. Two active servers, or a server and Cloud Sync for the same users, are two writers to the same tenant, which is not supported.',
  commands: ['(Get-ADSyncScheduler).StagingModeEnabled', 'phs-tool status --expect active'],
};

function judge(facts: Facts, { expect }: CheckContext): Draft {
  const staging = readStaging(facts);
  if (staging.reason !== undefined) {
    return { unreadable: staging.reason, evidence: staging.evidence };
  }
  const isStaging = staging.enabled === true;
  if (isStaging === (expect === 'staging')) {
    const message = isStaging ? 'The server is in staging mode, as expected.' : 'The server is active.';
    return { status: 'pass', message, evidence: staging.evidence };
  }
  const draft: JudgedDraft = {
    status: 'fail',
    message: isStaging
      ? 'The server is in staging mode; it synchronizes no passwords.'
      : 'The server is active, but it is expected to be a staging server.',
    evidence: staging.evidence,
    remedy: isStaging ? leaveStaging : enterStaging,
  };
  return isStaging ? addStory(draft, tellWhoEnteredStaging(facts)) : draft;
}

/** Staging mode explains silence (facts 4.9). Both places that report it are `uses`: one is enough. */
export const phs204Staging: Check = {
  id: 'PHS204',
  title: 'The server is not in staging mode',
  category: 'configuration',
  passwords: stopsPasswords,
  needs: [],
  uses: ['scheduler', 'globalSetting', 'changeEvents', 'platform'],
  dependsOn: [],
  perConnector: false,
  run: (facts, context) => [judge(facts, context)],
};
