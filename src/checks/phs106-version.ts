import { describeBuild, upgradeRemedy } from '../model/describe-build.js';
import { judgeBuild, type BuildConcern, type BuildVerdict } from '../model/judge-build.js';
import { productBuilds } from '../model/product-builds.js';
import type { Facts } from '../model/facts.js';
import type { Evidence } from '../model/finding.js';
import { whyUnknown, valueIfKnown, type Check, type CheckContext, type Draft } from './check.js';
import { usesApplication } from './entra-identity.js';
import { evidence } from './evidence.js';
import { isAtLeast } from '../base/version-number.js';
import { temporaryPasswordsVersion } from './versions.js';
import { stopsSending } from './password-effect.js';

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

/** What is left for the version alone once it is known how the Entra connector signs in: PHS212 says the rest. */
function withoutApplication(version: string, concern: BuildConcern): readonly BuildConcern[] {
  if (!('cut' in concern) || !concern.cut.needsApplication) {
    return [concern];
  }
  const isHighEnough = isAtLeast(version, concern.cut.minimum) === true;
  return isHighEnough ? [] : [{ ...concern, cut: { ...concern.cut, needsApplication: false } }];
}

/** The list's verdict, with what it says of the application if it is not known how the Entra connector signs in. */
function judgeVersion(version: string, facts: Facts, now: Date): BuildVerdict | undefined {
  const application = usesApplication(facts);
  const verdict = judgeBuild(version, now, application);
  return verdict === undefined || application === undefined
    ? verdict
    : { ...verdict, concerns: verdict.concerns.flatMap((each) => withoutApplication(version, each)) };
}

function judge(facts: Facts, { now }: CheckContext): Draft {
  const version = versionEvidence(facts);
  const verdict = version === undefined ? undefined : judgeVersion(version.value, facts, now);
  if (version === undefined || verdict === undefined) {
    const reason = whyUnknown(facts.platform) ?? whyUnknown(facts.globalSetting);
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
    return { status: 'pass', message: describeBuild(version.value, verdict), evidence: shown };
  }
  return {
    status: concerns.some(({ kind }) => kind === 'cut-off') ? 'fail' : 'warn',
    message: describeBuild(version.value, verdict),
    evidence: shown,
    remedy: upgradeRemedy(concerns),
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
  passwords: stopsSending,
  needs: [],
  uses: ['platform', 'globalSetting', 'connectors', 'entraCredential'],
  dependsOn: [],
  perConnector: false,
  run: (facts, context) => [judge(facts, context)],
};
