import type { Facts } from '../model/facts.js';
import { addStory } from './changes/change.js';
import { switchFacts, tellWhoSwitchedOff } from './changes/tell-who-switched.js';
import { valueOf, type Check, type Draft, type JudgedDraft } from './check.js';
import { missingEntraConnector } from './connectors.js';
import { evidence } from './evidence.js';
import { wizardRemedy } from '../model/remedies.js';
import { stopsPasswords } from './password-effect.js';

function judge(facts: Facts): Draft {
  const { passwordHashSync } = valueOf(facts.companyFeature);
  const shown = [evidence('companyFeature', 'PasswordHashSync', passwordHashSync)];
  if (passwordHashSync === null) {
    return {
      unreadable: { code: 'not-supported', message: 'Get-ADSyncAADCompanyFeature does not report PasswordHashSync.' },
      evidence: shown,
    };
  }
  if (!passwordHashSync) {
    const off: JudgedDraft = {
      status: 'fail',
      message: 'Password hash synchronization is off in the Microsoft Entra tenant.',
      evidence: shown,
      remedy: wizardRemedy,
    };
    return addStory(off, tellWhoSwitchedOff(facts));
  }
  return { status: 'pass', message: 'The tenant accepts password hashes.', evidence: shown };
}

/** The feature in the cloud (facts 1.3), and who switched it off (facts 9.3). */
export const phs203TenantFeature: Check = {
  id: 'PHS203',
  title: 'Password hash synchronization is on in the tenant',
  category: 'configuration',
  passwords: stopsPasswords,
  needs: ['companyFeature'],
  uses: switchFacts,
  dependsOn: [],
  dependsOnFor: missingEntraConnector,
  perConnector: false,
  run: (facts) => [judge(facts)],
};
