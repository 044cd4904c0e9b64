import { judgeBuild, type BuildConcern, type BuildVerdict } from '../model/judge-build.js';
import { productBuilds } from '../model/product-builds.js';
import type { Facts } from '../model/facts.js';
import type { Evidence, Remedy } from '../model/finding.js';
import { reasonOf, valueIfKnown, type Check, type CheckContext, type Draft } from './check.js';
import { evidence } from './evidence.js';
import { isAtLeast } from '../base/version-number.js';
import { temporaryPasswordsVersion } from './versions.js';

function versionEvidence(facts: Facts): Evidence | undefined {
  const product = valueIfKnown(facts.platform)?.productVersion ?? null;
  const configured = valueIfKnown(facts.globalSetting)?.serverConfigurationVersion ?? null;
  if (product !== null) {
    return evidence('platform', 'Entra Connect version', product);
  }
  return configured === null
    ? undefined
    : evidence('globalSetting', 'Microsoft.Synchronize.ServerConfigurationVersion', configured);
}

/** What Microsoft's page ties to a version, oldest first; every build from 2.0.3.0 on has them all. */
const gates: readonly (readonly [string, string])[] = [
  ['Diagnostic cmdlet Invoke-ADSyncDiagnostics', '1.1.524.0'],
  ['Troubleshooting task of the wizard', '1.1.614.0'],
  ['Synchronization of temporary passwords', temporaryPasswordsVersion],
];

/** For a build that lacks one of them, which of the page's gates it reaches. */
function gateEvidence(version: Evidence): readonly Evidence[] {
  const answers = gates.map(([what, least]) => ({
    label: `${what} (${least} or later)`,
    has: isAtLeast(version.value, least),
  }));
  return answers.every(({ has }) => has === true)
    ? []
    : answers.map(({ label, has }) => ({ ...version, label, value: has === true ? 'yes' : 'no' }));
}

/** One sentence for each kind of concern. */
export function concernText(version: string, concern: BuildConcern): string {
  switch (concern.kind) {
    case 'cut-off': {
      const { day, minimum, needsApplication, accordingTo } = concern.cut;
      const also = needsApplication ? ', or without application-based authentication,' : '';
      return `Entra Connect ${version} does not synchronize: since ${day} synchronization fails on builds below ${minimum}${also} according to ${accordingTo}.`;
    }
    case 'recalled':
      return `Microsoft recalled build ${version} (according to others who cite its version history). ${concern.text}`;
    case 'out-of-support':
      return concern.since === null
        ? `Entra Connect ${version} is older than every build in the list and out of support.`
        : `Entra Connect ${version} is out of support since ${concern.since} (according to others who cite Microsoft's version history).`;
    case 'vulnerable': {
      const { id, what, published, fixedIn } = concern.vulnerability;
      return `It is affected by ${id} (${what}, published ${published}); ${fixedIn} is not.`;
    }
    case 'deadline': {
      const { day, minimum, needsApplication, accordingTo } = concern.cut;
      const also = needsApplication ? ' and application-based authentication are' : ' is';
      return `${minimum} or later${also} required from ${day} on, in ${concern.days} ${concern.days === 1 ? 'day' : 'days'}, or synchronization stops, according to ${accordingTo}.`;
    }
  }
}

function remedyFor(concerns: readonly BuildConcern[]): Remedy {
  const isCutOff = concerns.some(({ kind }) => kind === 'cut-off');
  const newest = productBuilds.builds.at(-1)?.build ?? '';
  const effect = isCutOff
    ? 'Synchronization resumes after the upgrade; a full password sync does not help before it.'
    : 'An upgrade through a staging server (swing migration) keeps synchronization running.';
  return {
    text: `Upgrade Microsoft Entra Connect to the current build (${newest} on ${productBuilds.asOf}; see Microsoft's version history for a newer one). ${effect}`,
    commands: [
      '(Get-Item "$env:ProgramFiles\\Microsoft Azure AD Sync\\Bin\\miiserver.exe").VersionInfo.ProductVersion',
      'Get-ADSyncAutoUpgrade -Detail',
    ],
  };
}

function passText(version: string, { place }: BuildVerdict): string {
  const list = `this list of ${productBuilds.asOf}`;
  switch (place) {
    case 'listed':
      return `Entra Connect ${version} is supported, according to ${list}.`;
    case 'newer':
      return `Entra Connect ${version} is newer than ${list}.`;
    case 'between':
      return `Entra Connect ${version} is not in ${list}, but no limit in it concerns this build.`;
  }
}

function judge(facts: Facts, { now }: CheckContext): Draft {
  const version = versionEvidence(facts);
  const verdict = version === undefined ? undefined : judgeBuild(version.value, now);
  if (version === undefined || verdict === undefined) {
    const reason = reasonOf(facts.platform) ?? reasonOf(facts.globalSetting);
    return {
      unreadable: reason ?? {
        code: 'not-found',
        message:
          version === undefined
            ? 'Neither miiserver.exe nor the global settings report the version of Entra Connect.'
            : `The version "${version.value}" was not understood.`,
      },
    };
  }
  const { concerns } = verdict;
  const shown = [version, ...gateEvidence(version), evidence('platform', 'List of builds as of', productBuilds.asOf)];
  if (concerns.length === 0) {
    return { status: 'pass', message: passText(version.value, verdict), evidence: shown };
  }
  return {
    status: concerns.some(({ kind }) => kind === 'cut-off') ? 'fail' : 'warn',
    message: concerns.map((concern) => concernText(version.value, concern)).join(' '),
    evidence: shown,
    remedy: remedyFor(concerns),
  };
}

/**
 * Judges the build by the list of builds at the instant of the report, so that a recording is judged as of its own day
 * (facts 9.1); the version is the product's, else the one that the wizard noted (facts 1.9).
 */
export const phs106Version: Check = {
  id: 'PHS106',
  title: 'The Entra Connect version is supported',
  category: 'environment',
  needs: [],
  uses: ['platform', 'globalSetting'],
  dependsOn: [],
  perConnector: false,
  run: (facts, context) => [judge(facts, context)],
};
