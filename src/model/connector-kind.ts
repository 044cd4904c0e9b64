import type { Connector } from './facts.js';

/** Every Entra connector has this GUID, on every server (facts 0.7). */
const entraConnectorId = 'b891884f-051e-4a83-95af-2544101c9083';
/** What Microsoft's page finds it by. */
const entraSubtype = 'windows azure active directory (microsoft)';

/** True for a connector to Microsoft Entra ID: by its fixed GUID, or by the subtype. */
export function isEntraConnector({ identifier, subtype }: Connector): boolean {
  return identifier.toLowerCase() === entraConnectorId || subtype.toLowerCase() === entraSubtype;
}

/** True for a connector to an Active Directory forest (facts 1.1). */
export function isAdConnector({ connectorTypeName }: Connector): boolean {
  return connectorTypeName.toLowerCase() === 'ad';
}

/** True for an end of password hash synchronization: a forest, or Microsoft Entra ID. */
export function isPhsConnector(connector: Connector): boolean {
  return isAdConnector(connector) || isEntraConnector(connector);
}
