import { isEntraConnector } from '../model/connector-kind.js';
import { certificateOwner, signsInWithApplication } from '../model/entra-sign-in.js';
import type { Connector, Facts } from '../model/facts.js';
import { valueIfKnown } from './check.js';

/** The first Entra connector, if the connectors are known. */
export function findEntraConnector({ connectors }: Pick<Facts, 'connectors'>): Connector | undefined {
  return valueIfKnown(connectors)?.find(isEntraConnector);
}

/** True if the Entra connector signs in with an application, false for the legacy account, undefined if nobody can tell. */
export function usesApplication(facts: Pick<Facts, 'connectors' | 'entraCredential'>): boolean | undefined {
  return signsInWithApplication(valueIfKnown(facts.entraCredential), findEntraConnector(facts)?.accountName);
}

/** True if the application's certificate is an administrator's own, which nothing renews by itself. */
export function hasOwnCertificate(facts: Pick<Facts, 'entraCredential'>): boolean {
  return certificateOwner(valueIfKnown(facts.entraCredential)) === 'administrator';
}
