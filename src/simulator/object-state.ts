import { type ClixmlInput, guid } from '../parsers/clixml.js';
import { sourceRecord, targetRecord } from './connector-space-objects.js';
import { metaverseRecord } from './metaverse-objects.js';
import { ACCOUNT_DISABLED, displayName, NORMAL_ACCOUNT } from './object-attributes.js';
import type { RuleState } from './rule-state.js';
import type { Scenario } from './scenario.js';
import { placeUser, type PlacedUser } from './user-place.js';

const MS_PER_MINUTE = 60_000;
/** 100 ns units from 1601, where Windows file times begin, to 1970. */
const FILE_TIME_AT_UNIX_EPOCH = 116_444_736_000_000_000n;
const FILE_TIME_PER_MS = 10_000n;

function directoryRecord(place: PlacedUser): ClixmlInput[] {
  const { user, now } = place;
  if (!user.inDirectory) return [];
  const set = user.passwordSetMinutesAgo;
  const fileTime =
    set === null
      ? 0n
      : BigInt(Math.trunc(now.getTime() - set * MS_PER_MINUTE)) * FILE_TIME_PER_MS + FILE_TIME_AT_UNIX_EPOCH;
  const classes = ['top', 'person', 'organizationalPerson', 'user'];
  return [
    {
      connectorId: guid(place.forest.identifier),
      distinguishedName: user.dn,
      objectGuid: guid(place.objectGuid),
      objectClass: user.objectClass === 'user' ? classes : [...classes, 'inetOrgPerson'],
      userPrincipalName: user.userPrincipalName,
      sAMAccountName: user.samAccountName,
      displayName: displayName(place),
      pwdLastSet: String(fileTime),
      userAccountControl: NORMAL_ACCOUNT + (user.disabled ? ACCOUNT_DISABLED : 0),
    },
  ];
}

/** The rules that were applied to the object of a user: those of its connector and class that are not disabled. */
function appliedRules(
  place: PlacedUser,
  direction: RuleState['direction'],
  connectorId: string,
  passwords: boolean,
): RuleState[] {
  const own = place.rules.filter(
    (rule) => rule.direction === direction && rule.connectorId === connectorId && !rule.disabled,
  );
  const objectType = direction === 'Inbound' ? place.user.objectClass : 'user';
  return own.filter((rule) => rule.objectType === objectType && (passwords || !rule.enablePasswordSync));
}

/**
 * All users of a scenario at `now` as the file `objects.clixml` of a simulated server holds them: entries of Active
 * Directory, objects of both connector spaces, objects of the metaverse (facts 1.10).
 */
export function objectState(scenario: Scenario, now: Date): ClixmlInput {
  const places = scenario.users.flatMap((user) => placeUser(scenario, user, now));
  const records = places.map((place) => {
    const inbound = appliedRules(
      place,
      'Inbound',
      place.forest.identifier,
      place.user.source?.inboundPasswordRule === true,
    );
    const outbound = appliedRules(
      place,
      'Outbound',
      place.entra?.identifier ?? '',
      place.user.target?.outboundPasswordRule === true,
    );
    const target = targetRecord(place, outbound);
    return {
      directory: directoryRecord(place),
      connectorSpace: [...sourceRecord(place, inbound), ...target],
      metaverse: metaverseRecord(place, inbound, target.length > 0),
    };
  });
  return {
    directory: records.flatMap(({ directory }) => directory),
    connectorSpace: records.flatMap(({ connectorSpace }) => connectorSpace),
    metaverse: records.flatMap(({ metaverse }) => metaverse),
  };
}
