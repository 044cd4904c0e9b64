import type { Facts } from '../model/facts.js';
import { valueIfKnown, valueOf, type Check, type Draft } from './check.js';
import { missingEntraConnector } from './connectors.js';
import { evidence } from './evidence.js';
import { isAtLeast } from '../base/version-number.js';
import { temporaryPasswordsVersion, findVersion } from './versions.js';
import { temporaryPasswordsCaution } from '../model/remedies.js';
import { noEffect } from './password-effect.js';

function judge(facts: Facts): Draft {
  const { forcePasswordChangeOnLogOn } = valueOf(facts.companyFeature);
  const version = findVersion(valueIfKnown(facts.platform), valueIfKnown(facts.globalSetting));
  const shown = [
    evidence('companyFeature', 'ForcePasswordChangeOnLogOn', forcePasswordChangeOnLogOn),
    ...(version === undefined ? [] : [evidence('platform', 'Entra Connect version', version)]),
  ];
  if (forcePasswordChangeOnLogOn === null) {
    const message = 'Get-ADSyncAADCompanyFeature does not report ForcePasswordChangeOnLogOn.';
    return { unreadable: { code: 'not-supported', message }, evidence: shown };
  }
  if (!forcePasswordChangeOnLogOn) {
    return {
      status: 'pass',
      message:
        'Temporary passwords ("User must change password at next logon") are not synchronized: the feature ForcePasswordChangeOnLogOn is off, which is the default.',
      evidence: shown,
    };
  }
  if (version !== undefined && isAtLeast(version, temporaryPasswordsVersion) === false) {
    return {
      status: 'warn',
      message: `ForcePasswordChangeOnLogOn is on, but Entra Connect ${version} does not synchronize temporary passwords; ${temporaryPasswordsVersion} or later does.`,
      evidence: shown,
      remedy: {
        text: `Upgrade Microsoft Entra Connect to ${temporaryPasswordsVersion} or later. ${temporaryPasswordsCaution} Of users who were marked before, clear "User must change password at next logon" and set it again.`,
        commands: ['Get-ADSyncAADCompanyFeature'],
      },
    };
  }
  return {
    status: 'pass',
    message:
      'Temporary passwords are synchronized. Of a user who was marked before the feature was switched on, clear "User must change password at next logon" and set it again.',
    evidence: shown,
  };
}

/** A feature, no fault: only a build that cannot do what is switched on is worth a warning (facts 4.9). */
export const phs209TemporaryPasswords: Check = {
  id: 'PHS209',
  title: 'This version supports the setting for temporary passwords',
  category: 'configuration',
  passwords: noEffect,
  needs: ['companyFeature'],
  uses: ['platform', 'globalSetting'],
  dependsOn: [],
  dependsOnFor: missingEntraConnector,
  perConnector: false,
  run: (facts) => [judge(facts)],
};
