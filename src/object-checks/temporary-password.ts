import { isAtLeast } from '../base/version-number.js';
import { valueIfKnown } from '../checks/check.js';
import { temporaryPasswordsVersion, findVersion } from '../checks/versions.js';
import type { Evidence } from '../model/finding.js';
import { traceEvidence, type ObjectSubject } from './object-check.js';
import { readPasswordSet } from './password-set.js';

/** Whether the password must be changed at the next logon, and whether this server synchronizes such passwords. */
export interface TemporaryPassword {
  /** Undefined: `pwdLastSet` was not read. */
  readonly isTemporary: boolean | undefined;
  /** Undefined: the version or the feature could not be read, and what was read does not exclude it. */
  readonly isAllowed: boolean | undefined;
  readonly version: string | null;
  readonly feature: boolean | undefined;
  readonly evidence: readonly Evidence[];
}

/** What is known about temporary passwords for this object. */
export function judgeTemporaryPassword({ trace, server }: ObjectSubject): TemporaryPassword {
  const set = readPasswordSet(trace);
  const isTemporary = set?.mustChange;
  const version = findVersion(valueIfKnown(server.platform), valueIfKnown(server.globalSetting)) ?? null;
  const feature = valueIfKnown(server.companyFeature)?.forcePasswordChangeOnLogOn ?? undefined;
  const newEnough = version === null ? undefined : isAtLeast(version, temporaryPasswordsVersion);
  const isAllowed =
    newEnough === false || feature === false ? false : newEnough === true && feature === true ? true : undefined;
  return {
    isTemporary,
    isAllowed,
    version,
    feature,
    evidence: [
      ...(isTemporary === undefined
        ? []
        : [
            traceEvidence(
              set?.isImported === true ? 'source' : 'directory',
              'User must change password at next logon (pwdLastSet 0)',
              isTemporary,
            ),
          ]),
      { label: 'Entra Connect version', value: version ?? 'not known', source: 'miiserver.exe or global settings' },
      {
        label: 'ForcePasswordChangeOnLogOn',
        value: feature === undefined ? 'not known' : String(feature),
        source: 'Get-ADSyncAADCompanyFeature',
      },
    ],
  };
}
