import { allowTemporaryPasswords, lookAtTemporaryPasswords, signInVersion } from '../model/remedies.js';
import type { ObjectTrace } from '../model/object-trace.js';
import { isNewUser } from './account-notes.js';
import {
  traceEvidence,
  type ObjectCheck,
  type ObjectContext,
  type ObjectSubject,
  type ObjectVerdict,
} from './object-check.js';
import { readPasswordSet } from './password-set.js';
import { quoteForPowerShell } from '../base/text.js';
import { serverOption } from './server-option.js';
import { isAtLeast } from '../base/version-number.js';
import { temporaryPasswordsVersion } from '../checks/versions.js';
import { judgeTemporaryPassword, type TemporaryPassword } from './temporary-password.js';

function whyNot({ version, feature }: TemporaryPassword): string {
  return feature === false
    ? 'the feature ForcePasswordChangeOnLogOn is off'
    : `Entra Connect ${version ?? ''} is older than ${temporaryPasswordsVersion}`;
}

/** True if the build is known to have the feature. */
function isNewEnough({ version }: TemporaryPassword): boolean {
  return version !== null && isAtLeast(version, temporaryPasswordsVersion) === true;
}

/** From 2.6.84.0 on the cmdlet asks who signs in; undefined if the version is not known. */
function wantsSignIn({ version }: TemporaryPassword): boolean | undefined {
  return version === null ? undefined : isAtLeast(version, signInVersion);
}

/** What Microsoft Entra ID does with a new user, whatever the feature says (facts 9.4). */
const newUser =
  ' The user is new: Microsoft Entra ID makes such a user with "force change at next sign-in" and without a password, whether the feature is on or not; the feature is about passwords that an administrator resets.';

/** Clears the flag of this one user in the domain of the user, which need not be the one of this server. */
function clearFlag({ trace }: ObjectSubject): readonly string[] {
  const name = trace.distinguishedName;
  if (name === null) {
    return [];
  }
  return [
    '# This user only, changes the account (module ActiveDirectory of RSAT, or on a DC):',
    `Set-ADUser -Identity ${quoteForPowerShell(name)}${serverOption(name)} -ChangePasswordAtLogon $false`,
  ];
}

function judgeTemporary(temporary: TemporaryPassword, isNew: boolean, subject: ObjectSubject): ObjectVerdict {
  const { evidence, isAllowed } = temporary;
  if (isAllowed === true) {
    return {
      status: 'pass',
      message: 'The password is temporary, and this server synchronizes temporary passwords.',
      evidence,
    };
  }
  if (isAllowed === undefined) {
    const message =
      'Could not be checked: the password is temporary, but the version or the feature ForcePasswordChangeOnLogOn could not be read.';
    return { status: 'unknown', message, evidence };
  }
  return {
    status: 'fail',
    message: `The password is temporary ("User must change password at next logon") and is not synchronized, because ${whyNot(temporary)}.${isNew ? newUser : ''}`,
    evidence,
    remedy: {
      text: `This user only: have the user sign in on-premises and change the password, or clear "User must change password at next logon". All users of the tenant: synchronize temporary passwords. ${isNewEnough(temporary) ? 'Microsoft supports it' : `That requires Entra Connect ${temporaryPasswordsVersion} or later, and Microsoft supports it`} only with self-service password reset and password writeback; for users who already have the flag, clear it and set it again.`,
      commands: [
        // Of a feature that is known to be off nobody need look whether it is on.
        ...(temporary.feature === undefined ? lookAtTemporaryPasswords : []),
        ...clearFlag(subject),
        ...allowTemporaryPasswords(wantsSignIn(temporary)),
      ],
    },
  };
}

/** The directory did not answer, and the connector space does not have the attribute either. */
function unreadable({ directory }: ObjectTrace): ObjectVerdict {
  if (directory.known) {
    return {
      status: 'unknown',
      message: 'Could not be checked: Active Directory does not have this object any more.',
      evidence: [traceEvidence('directory', 'Object', null)],
    };
  }
  const { message, hint } = directory.reason;
  return {
    status: 'unknown',
    message: `Could not be checked: ${message}`,
    evidence: [traceEvidence('directory', 'Could not be read', message)],
    unread: directory.reason,
    ...(hint === undefined ? {} : { remedy: { text: hint, commands: [] } }),
  };
}

function judge(subject: ObjectSubject, { now }: ObjectContext): ObjectVerdict {
  const set = readPasswordSet(subject.trace);
  if (set === undefined) {
    return unreadable(subject.trace);
  }
  const temporary = judgeTemporaryPassword(subject);
  if (temporary.isTemporary === undefined) {
    const message = 'Could not be checked: the connector account could not read pwdLastSet.';
    return { status: 'unknown', message, evidence: temporary.evidence };
  }
  const asOf = set.isImported ? ' according to the last import; the directory could not be asked' : '';
  return temporary.isTemporary
    ? judgeTemporary(temporary, isNewUser(subject, now) === true, subject)
    : {
        status: 'pass',
        message: `The password is not temporary${asOf}.`,
        evidence: [traceEvidence(set.isImported ? 'source' : 'directory', 'pwdLastSet', set.at)],
      };
}

/** Microsoft's page, "User has a temporary password". */
export const phs512TemporaryPassword: ObjectCheck = {
  id: 'PHS512',
  title: 'The password is not temporary, or temporary passwords are synchronized',
  leg: 'password',
  needs: [],
  run: judge,
};
