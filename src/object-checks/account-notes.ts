import { isAtLeast } from '../base/version-number.js';
import { valueIfKnown } from '../checks/check.js';
import { findVersion } from '../checks/versions.js';
import { instantText } from '../model/instant.js';
import { readPart, type ObjectContext, type ObjectSubject } from './object-check.js';

/** First build that synchronizes the new random password when the requirement of a smart card is set again (facts 9.1). */
const smartCardVersion = '2.4.18.0';

function noteExpiry({ trace }: ObjectSubject, now: Date): readonly string[] {
  const expiresAt = readPart(trace.directory)?.accountExpiresAt ?? null;
  return expiresAt === null || Date.parse(expiresAt) > now.getTime()
    ? []
    : [
        `The account expired in Active Directory at ${instantText(expiresAt)}; Microsoft Entra ID does not learn of that (accountExpires is not synchronized), so the user still signs in there. Disable the account to prevent it.`,
      ];
}

function noteSmartCard({ trace, server }: ObjectSubject): readonly string[] {
  if (readPart(trace.directory)?.smartCardRequired !== true) {
    return [];
  }
  const version = findVersion(valueIfKnown(server.platform), valueIfKnown(server.globalSetting));
  const isOld = version !== undefined && isAtLeast(version, smartCardVersion) === false;
  const old = isOld
    ? ` Build ${version} does not synchronize a new one when the requirement is set again, so the password before it still works in Microsoft Entra ID.`
    : '';
  return [
    `A smart card is required for interactive logon: Active Directory set a random password that nobody knows, and that password is synchronized.${old}`,
  ];
}

/** What of the account explains how the user signs in to Microsoft Entra ID although nothing is broken (facts 9.4). */
export function listAccountNotes(subject: ObjectSubject, { now }: Pick<ObjectContext, 'now'>): readonly string[] {
  return [...noteExpiry(subject, now), ...noteSmartCard(subject)];
}

const newUserMs = 7 * 24 * 60 * 60_000;

/** True for a user who was made in the days that the log keeps; undefined if that is not known. */
export function isNewUser({ trace }: ObjectSubject, now: Date): boolean | undefined {
  const createdAt = readPart(trace.directory)?.createdAt ?? null;
  return createdAt === null ? undefined : now.getTime() - Date.parse(createdAt) < newUserMs;
}
