import type { ObjectCheck } from './object-check.js';
import { phs501Name } from './phs501-name.js';
import { phs502Connector } from './phs502-connector.js';
import { phs503ConnectorSpace } from './phs503-connector-space.js';
import { phs504ObjectClass } from './phs504-object-class.js';
import { phs505InboundRule } from './phs505-inbound-rule.js';
import { phs506Metaverse } from './phs506-metaverse.js';
import { phs507Domain } from './phs507-domain.js';
import { phs508EntraLink } from './phs508-entra-link.js';
import { phs509Exported } from './phs509-exported.js';
import { phs510OutboundRule } from './phs510-outbound-rule.js';
import { phs511Log } from './phs511-log.js';
import { phs512TemporaryPassword } from './phs512-temporary-password.js';
import { phs513Events } from './phs513-events.js';

/**
 * Every check of one object, in the order of ids, which is the order of the way from Active Directory to Entra. An id is
 * never used again: a retired one stays reserved here.
 */
export const objectCatalog: readonly ObjectCheck[] = [
  phs501Name,
  phs502Connector,
  phs503ConnectorSpace,
  phs504ObjectClass,
  phs505InboundRule,
  phs506Metaverse,
  phs507Domain,
  phs508EntraLink,
  phs509Exported,
  phs510OutboundRule,
  phs511Log,
  phs512TemporaryPassword,
  phs513Events,
];
