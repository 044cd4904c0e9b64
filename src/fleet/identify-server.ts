import { findEntraConnector } from '../checks/entra-identity.js';
import type { Facts } from '../model/facts.js';
import { tenantOfConnector } from './profile-connectors.js';
import type { ServerIdentity } from './server-profile.js';

/** What of a server's facts tells it from another one. */
export function identifyServer(facts: Facts): ServerIdentity {
  const platform = facts.platform.known ? facts.platform.value : undefined;
  const entra = findEntraConnector(facts);
  const application = facts.entraCredential.known ? facts.entraCredential.value.applicationId : null;
  const account = entra?.accountName?.split('@')[0]?.toLowerCase();
  const clockAt = platform?.clockAt;
  return {
    tenant: entra === undefined ? undefined : tenantOfConnector(entra),
    machineName: platform?.machineName,
    machineIdentifier: platform?.machineIdentifier?.toLowerCase() ?? undefined,
    signIn: application?.toLowerCase() ?? account,
    clockAheadMs: clockAt == null ? undefined : Date.parse(clockAt) - Date.parse(facts.collectedAt),
  };
}
