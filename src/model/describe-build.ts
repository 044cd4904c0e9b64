import type { Remedy } from './finding.js';
import type { BuildConcern, BuildVerdict } from './judge-build.js';
import { productBuilds } from './product-builds.js';

/** One sentence for each kind of concern. */
function concernText(version: string, concern: BuildConcern): string {
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

/** What to do about a build with concerns. */
export function upgradeRemedy(concerns: readonly BuildConcern[]): Remedy {
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

/** What the list says of a build, in whole sentences; the most serious one first. */
export function describeBuild(version: string, verdict: BuildVerdict): string {
  return verdict.concerns.length === 0
    ? passText(version, verdict)
    : verdict.concerns.map((concern) => concernText(version, concern)).join(' ');
}
