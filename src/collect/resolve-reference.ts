import { known, unknown, type Fact, type UnknownReason } from '../model/fact.js';
import type { Connector } from '../model/facts.js';
import type { ConnectorSpaceObject, DirectoryObject, ObjectReference } from '../model/object-trace.js';
import { equalsFilter, guidFilter } from '../parsers/ldap-filter.js';
import { getPhsConnectorSpaceObject } from '../scripts/get-phs-connector-space-object.js';
import { searchPhsDirectoryObject } from '../scripts/search-phs-directory-object.js';
import type { Asker } from './ask.js';
import { reason } from '../model/classify-failure.js';

/** An object that was found by another name than its DN, with what was read of it on the way. */
export interface Resolved {
  readonly dn: string;
  /** Name of the connector where it was found. */
  readonly connectorName: string | undefined;
  readonly directory: Fact<DirectoryObject | null> | undefined;
  readonly source: Fact<ConnectorSpaceObject | null> | undefined;
}

/** Why an object could not be found by its name. */
export interface Unresolved {
  readonly reason: Fact<never>;
}

const nouns: Readonly<Record<ObjectReference['kind'], string>> = {
  dn: 'the GUID',
  guid: 'the GUID',
  upn: 'the user principal name',
  sam: 'the account name',
};

function filterFor({ kind, text }: ObjectReference, guid: string | null): string | undefined {
  if (kind === 'upn') {
    return equalsFilter('userPrincipalName', text.trim());
  }
  if (kind === 'sam') {
    // "CONTOSO\jdoe" names the domain as well; the directory knows the name alone.
    return equalsFilter('sAMAccountName', text.trim().replace(/^[^\\]*\\/, ''));
  }
  return guid === null ? undefined : guidFilter(guid);
}

function refuse(message: string, code: UnknownReason['code'] = 'not-found', hint?: string): Unresolved {
  return { reason: unknown({ ...reason(code, message), ...(hint === undefined ? {} : { hint }) }) };
}

interface FoundObject {
  readonly connector: Connector;
  readonly object: DirectoryObject;
}

/** A GUID may be that of the connector space object, too. */
async function byConnectorSpaceId(
  asker: Asker,
  connectors: readonly Connector[],
  identifier: string,
): Promise<Resolved | undefined> {
  const args = { connectorName: '', distinguishedName: '', identifier };
  const rows = await asker.rowsFromModule(getPhsConnectorSpaceObject, args);
  const object = rows.known ? rows.value[0] : undefined;
  // The object of another connector (Entra) is not a user in a directory.
  return object === undefined || connectors.every((connector) => connector.identifier !== object.connectorId)
    ? undefined
    : {
        dn: object.distinguishedName,
        connectorName: object.connectorName,
        directory: undefined,
        source: known(object),
      };
}

function fromHits(
  hits: readonly FoundObject[],
  failed: UnknownReason | undefined,
  name: string,
): Resolved | Unresolved {
  const [hit] = hits;
  if (hit === undefined) {
    return failed === undefined
      ? refuse(`No AD connector finds an object with ${name} in its directory.`)
      : refuse(
          `No object with ${name} was found, and not every directory could be asked. ${failed.message}`,
          failed.code,
          // Why a server could not be asked has its own remedy; another name is what helps then.
          failed.code === 'not-collected' ? failed.hint : undefined,
        );
  }
  if (hits.length > 1) {
    const names = hits.map(({ object, connector }) => `"${object.distinguishedName}" (${connector.name})`).join(', ');
    return refuse(`More than one object has ${name}: ${names}. Name the one that is meant by its DN.`, 'failed');
  }
  return {
    dn: hit.object.distinguishedName,
    connectorName: hit.connector.name,
    directory: known(hit.object),
    source: undefined,
  };
}

/**
 * Finds the DN of an object that is named by its GUID, user principal name or account name: in the directories of the
 * connectors, a GUID also among the connector space objects. More than one object is a reason, not a choice.
 *
 * @param guid The GUID of the reference in lower case, null when it has none or it is malformed.
 */
export async function resolveReference(
  asker: Asker,
  connectors: readonly Connector[],
  reference: ObjectReference,
  guid: string | null,
): Promise<Resolved | Unresolved> {
  const name = `${nouns[reference.kind]} "${reference.text.trim()}"`;
  const ldapFilter = filterFor(reference, guid);
  if (ldapFilter === undefined) {
    return refuse(`"${reference.text.trim()}" is not a GUID.`);
  }
  if (connectors.length === 0) {
    return refuse(`There is no AD connector whose directory could be asked for ${name}.`, 'not-collected');
  }
  const hits: FoundObject[] = [];
  let failed: UnknownReason | undefined;
  for (const connector of connectors) {
    const rows = await asker.rowsFromModule(searchPhsDirectoryObject, {
      connectorId: connector.identifier,
      ldapFilter,
    });
    failed ??= rows.known ? undefined : rows.reason;
    hits.push(...(rows.known ? rows.value.map((object) => ({ connector, object })) : []));
  }
  const stored = hits.length === 0 && guid !== null ? await byConnectorSpaceId(asker, connectors, guid) : undefined;
  return stored ?? fromHits(hits, failed, name);
}
