import { type ClixmlInput, guid } from '../parsers/clixml.js';
import { sourceRecord, targetRecord } from './connector-space-objects.js';
import { metaverseRecord } from './metaverse-objects.js';
import {
  accountControl,
  displayName,
  generalizedTime,
  NEVER,
  passwordFileTime,
  toFileTime,
} from './object-attributes.js';
import type { RuleState } from './rule-state.js';
import type { Scenario } from './scenario.js';
import { placeUser, type PlacedUser } from './user-place.js';

const MS_PER_MINUTE = 60_000;

function directoryRecord(place: PlacedUser): ClixmlInput[] {
  const { user, now } = place;
  if (!user.inDirectory) return [];
  const fileTime = passwordFileTime(place);
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
      userAccountControl: accountControl(place),
      accountExpires: user.expiredMinutesAgo === null ? NEVER : String(toFileTime(now, user.expiredMinutesAgo)),
      whenCreated: generalizedTime(new Date(now.getTime() - user.createdMinutesAgo * MS_PER_MINUTE)),
      adminDescription: user.adminDescription,
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
  const outOfScope = direction === 'Inbound' ? (place.user.source?.withoutRules ?? []) : [];
  return own.filter(
    (rule) =>
      rule.objectType === objectType && (passwords || !rule.enablePasswordSync) && !outOfScope.includes(rule.name),
  );
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
