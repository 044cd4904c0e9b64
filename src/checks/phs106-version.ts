import type { Facts } from '../model/facts.js';
import type { Evidence } from '../model/finding.js';
import { reasonOf, valueIfKnown, type Check, type Draft } from './check.js';
import { evidence } from './evidence.js';
import { isAtLeast, temporaryPasswordsVersion } from './versions.js';

function versionOf(facts: Facts): Evidence | undefined {
  const product = valueIfKnown(facts.platform)?.productVersion ?? null;
  const configured = valueIfKnown(facts.globalSetting)?.serverConfigurationVersion ?? null;
  if (product !== null) {
    return evidence('platform', 'Entra Connect version', product);
  }
  return configured === null
    ? undefined
    : evidence('globalSetting', 'Microsoft.Synchronize.ServerConfigurationVersion', configured);
}

/** What Microsoft's page ties to a version, oldest first; every 2.x from 2.0.3.0 on has them all. */
const gates: readonly (readonly [string, string])[] = [
  ['Diagnostic cmdlet Invoke-ADSyncDiagnostics', '1.1.524.0'],
  ['Troubleshooting task of the wizard', '1.1.614.0'],
  ['Synchronization of temporary passwords', temporaryPasswordsVersion],
];

function gateEvidence(version: Evidence): readonly Evidence[] {
  return gates.map(([what, least]) => {
    const has = isAtLeast(version.value, least);
    const answer = has === undefined ? 'could not be told' : has ? 'yes' : 'no';
    return { ...version, label: `${what} (${least} or later)`, value: answer };
  });
}

function judge(facts: Facts): Draft {
  const version = versionOf(facts);
  const major = /^(\d{1,5})\./.exec(version?.value.trim() ?? '')?.[1];
  if (version === undefined || major === undefined) {
    const reason = reasonOf(facts.platform) ?? reasonOf(facts.globalSetting);
    return {
      unreadable: reason ?? {
        code: 'not-found',
        message:
          version === undefined
            ? 'Neither miiserver.exe nor the global settings tell the version of Entra Connect.'
            : `The version "${version.value}" was not understood.`,
      },
    };
  }
  if (Number(major) < 2) {
    return {
      status: 'warn',
      message: `Entra Connect ${version.value} is retired: Microsoft ended the support of 1.x and blocks its connections.`,
      evidence: [version, ...gateEvidence(version)],
      remedy: {
        text: 'Upgrade to the current version of Microsoft Entra Connect (a swing migration through a staging server keeps synchronization running). Until then some cmdlets are missing and some checks are skipped.',
        commands: [
          '(Get-Item "$env:ProgramFiles\\Microsoft Azure AD Sync\\Bin\\miiserver.exe").VersionInfo.ProductVersion',
        ],
      },
    };
  }
  return { status: 'pass', message: `Entra Connect ${version.value} is a supported generation.`, evidence: [version] };
}

/** 1.x is retired (facts 4.9); the version is the product's, else the one that the wizard noted (1.9). */
export const phs106Version: Check = {
  id: 'PHS106',
  title: 'The Entra Connect version is supported',
  category: 'environment',
  needs: [],
  uses: ['platform', 'globalSetting'],
  dependsOn: [],
  perConnector: false,
  run: (facts) => [judge(facts)],
};
