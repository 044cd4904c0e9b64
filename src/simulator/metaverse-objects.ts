import { type ClixmlInput, guid } from '../parsers/clixml.js';
import { netbiosName } from './connector-state.js';
import { attribute, displayName, findRule } from './object-attributes.js';
import { INBOUND_PASSWORD_RULE, type RuleState } from './rule-state.js';
import { stableGuid } from './stable-guid.js';
import type { PlacedUser } from './user-place.js';

/** Attributes that the default rules set (facts 1.10): the domain ones come with the rule that carries hashes. */
function metaverseAttributes(place: PlacedUser, rules: readonly RuleState[]): ClixmlInput[] {
  const { user, domain } = place;
  if (user.metaverse === null) return [];
  const join = rules[0];
  const common = rules.at(-1);
  const enabled = findRule(rules, INBOUND_PASSWORD_RULE);
  const { domainFqdn, domainNetBios, cloudFiltered } = user.metaverse;
  const fqdn = domainFqdn === undefined ? domain.name : domainFqdn;
  const netBios = domainNetBios === undefined ? (domain.netBiosName ?? netbiosName(domain.name)) : domainNetBios;
  return [
    ...attribute('cloudFiltered', cloudFiltered ? 'true' : null, join),
    ...attribute('sourceAnchor', place.anchor, join),
    ...attribute('accountName', user.samAccountName, common),
    ...attribute('displayName', displayName(place), common),
    ...attribute('userPrincipalName', user.userPrincipalName, common),
    ...(enabled === undefined
      ? []
      : [
          ...attribute('accountEnabled', String(!user.disabled), enabled),
          ...attribute('domainFQDN', fqdn, enabled),
          ...attribute('domainNetBios', netBios, enabled),
        ]),
  ];
}

/** The object of a user in the metaverse, with its links to both connector spaces; none if it was not projected. */
export function metaverseRecord(place: PlacedUser, rules: readonly RuleState[], linked: boolean): ClixmlInput[] {
  const { user, forest, entra } = place;
  if (user.source === null || user.metaverse === null) return [];
  const link = (connector: { name: string; identifier: string }, dn: string, objectId: string): ClixmlInput => ({
    lineageId: guid(stableGuid(`link|${objectId}`)),
    distinguishedName: dn,
    objectId: guid(objectId),
    connectorName: connector.name,
    connectorId: guid(connector.identifier),
  });
  return [
    {
      objectId: guid(place.metaverseId),
      lineage: [
        link(forest, user.dn, place.sourceId),
        ...(linked && entra !== undefined ? [link(entra, place.targetDn, place.targetId)] : []),
      ],
      attributes: metaverseAttributes(place, rules),
    },
  ];
}
