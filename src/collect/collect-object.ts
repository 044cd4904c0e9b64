import { isEntraConnector } from '../model/connector-kind.js';
import { known, unknown, type Fact } from '../model/fact.js';
import type { Connector } from '../model/facts.js';
import { notRecorded } from '../model/quote-finding.js';
import type {
  ConnectorSpaceObject,
  DirectoryObject,
  MetaverseObject,
  ObjectReference,
  ObjectTrace,
} from '../model/object-trace.js';
import { parseDn, parseGuid, parseGuidDn } from '../parsers/dn.js';
import { equalsFilter } from '../parsers/ldap-filter.js';
import { nameFollowed } from '../ps/find-recorded-question.js';
import type { PsSession } from '../ps/session.js';
import { getPhsConnectorSpaceObject } from '../scripts/get-phs-connector-space-object.js';
import { getPhsMetaverseObject } from '../scripts/get-phs-metaverse-object.js';
import { getPhsObjectLog } from '../scripts/get-phs-object-log.js';
import { searchPhsDirectoryObject } from '../scripts/search-phs-directory-object.js';
import { Asker, type AskOptions } from './ask.js';
import { reason } from '../model/classify-failure.js';
import { adConnectors } from './collect-channels.js';
import { askOpenServer, type ConnectServer } from './open-connect-server.js';
import { collectOpinionOnObject } from './collect-second-opinion.js';
import { rankConnectors, toForest, type Forest } from './rank-connectors.js';
import { resolveReference, type Resolved } from './resolve-reference.js';

/** What is known before one object is looked at. */
export interface ObjectBase {
  /** Of `collectDiagnosis`, `collectStatus` or `openConnectServer`, from the same session. */
  readonly facts: ConnectServer;
  /** Exact name of the AD connector to look in, whatever the object's name says. */
  readonly connectorName?: string | undefined;
}

/** How objects are collected. */
export interface ObjectOptions extends AskOptions {
  /** As given to `collectDiagnosis`: the module is loaded again in the same way when the session was lost. */
  readonly modulePath?: string | undefined;
  /** True: asks Microsoft's own diagnostics about each object, too, after it was followed. */
  readonly secondOpinion?: boolean | undefined;
  /** True if a recording answers: it knows the objects that its run followed and no other. */
  readonly isRecording?: boolean | undefined;
}

/** Largest number of entries of the password sync log; it holds seven days (facts 7). */
const logCount = 100;

function notAsked(why: string): Fact<never> {
  return unknown(reason('not-collected', `Not queried: ${why}`));
}

/** The connectors of a recording can have pseudonyms, so nobody knows whether one of them would hold a name that is not in it. */
const objectNotRecorded = unknown({
  code: 'not-collected',
  message: `Could not read the object${notRecorded}`,
  hint: nameFollowed,
});

/** True if the server did not give it; what a recording lacks was perhaps not asked. */
function isUnreadable(fact: Fact<unknown>): boolean {
  return !fact.known && fact.reason.code !== 'not-collected';
}

/** The parts of a trace that come after the name is known. */
type Chain = Pick<ObjectTrace, 'source' | 'metaverse' | 'target' | 'log'>;

/**
 * Follows objects from Active Directory to Microsoft Entra ID in one session. What all objects share (connectors,
 * partitions, who asks) is prepared once, so that many objects cost only their own questions.
 */
export class ObjectCollector {
  private readonly asker: Asker;
  private readonly forests: readonly Forest[];
  private readonly entra: Connector | undefined;

  constructor(
    session: PsSession,
    private readonly base: ObjectBase,
    private readonly options: ObjectOptions = {},
  ) {
    const { connectors } = base.facts;
    this.asker = askOpenServer(session, base.facts, options);
    this.forests = adConnectors(connectors).map(toForest);
    this.entra = connectors.known ? connectors.value.find(isEntraConnector) : undefined;
  }

  /**
   * Follows one object, and stops asking if a link is broken: what comes after it is unknown, `not-collected`. Never
   * rejects because of the object; rejects with a CancelledError when `signal` fires and with a PsError when the session
   * cannot go on.
   */
  async collect(reference: ObjectReference): Promise<ObjectTrace> {
    const trace = await this.trace(reference);
    return this.options.secondOpinion === true
      ? { ...trace, secondOpinion: await collectOpinionOnObject(this.asker, trace) }
      : trace;
  }

  private async trace(reference: ObjectReference): Promise<ObjectTrace> {
    const text = reference.text.trim();
    const guid = reference.kind === 'guid' ? parseGuid(text) : reference.kind === 'dn' ? parseGuidDn(text) : null;
    if (reference.kind === 'dn' && guid === null) {
      return this.collectByName(reference, {
        dn: text,
        connectorName: undefined,
        directory: undefined,
        source: undefined,
      });
    }
    const { connectors } = this.base.facts;
    // What could not be read is not absent: without the list of connectors nobody knows where to look.
    const resolved = connectors.known
      ? await resolveReference(this.asker, this.searched(), reference, guid)
      : { reason: unknown(connectors.reason) };
    return 'reason' in resolved ? this.unresolved(reference, resolved.reason) : this.collectByName(reference, resolved);
  }

  /** The connectors in which an object is looked up that is not named by its DN. */
  private searched(): readonly Connector[] {
    const { connectorName } = this.base;
    const all = this.forests.map(({ connector }) => connector);
    return connectorName === undefined ? all : all.filter(({ name }) => name === connectorName);
  }

  private unresolved(reference: ObjectReference, why: Fact<never>): ObjectTrace {
    const facts = { directory: why, source: why, metaverse: why, target: why, log: why };
    return { reference, distinguishedName: null, connectorNames: [], ...facts };
  }

  private async collectByName(reference: ObjectReference, resolved: Resolved): Promise<ObjectTrace> {
    const { dn } = resolved;
    const parsed = parseDn(dn);
    if (!parsed.ok) {
      const { message, position } = parsed.error;
      return this.unresolved(
        reference,
        notAsked(`the name is not a valid distinguished name: ${message} (character ${position + 1}).`),
      );
    }
    const { connectors } = this.base.facts;
    const candidates = rankConnectors(this.forests, parsed.dn, this.base.connectorName ?? resolved.connectorName);
    if (candidates.length === 0 && this.options.isRecording === true && !isUnreadable(connectors)) {
      return { ...this.unresolved(reference, objectNotRecorded), distinguishedName: dn, notRecorded: true };
    }
    if (candidates.length === 0) {
      const why = connectors.known
        ? notAsked('no AD connector has a partition that holds this name.')
        : unknown(connectors.reason);
      return { ...this.unresolved(reference, why), distinguishedName: dn };
    }
    const { connector, source } = await this.findSource(candidates, resolved);
    const directory = resolved.directory ?? (await this.lookUp(connector, dn));
    const others = candidates.filter(({ name }) => name !== connector.name);
    return {
      reference,
      distinguishedName: dn,
      connectorNames: [connector, ...others].map(({ name }) => name),
      directory,
      ...(await this.follow(source)),
    };
  }

  /** Looks in one candidate after the other until the object is found; one that is forced is the only one. */
  private async findSource(
    candidates: readonly Connector[],
    { dn, source }: Resolved,
  ): Promise<{ readonly connector: Connector; readonly source: Fact<ConnectorSpaceObject | null> }> {
    const [first, ...others] = candidates;
    if (first === undefined) {
      throw new RangeError('There must be a connector to search.');
    }
    const found = source ?? (await this.connectorSpaceObject(first.name, dn));
    if ((found.known && found.value !== null) || this.base.connectorName !== undefined) {
      return { connector: first, source: found };
    }
    for (const connector of others) {
      const other = await this.connectorSpaceObject(connector.name, dn);
      if (other.known && other.value !== null) {
        return { connector, source: other };
      }
    }
    return { connector: first, source: found };
  }

  private async connectorSpaceObject(connectorName: string, distinguishedName: string) {
    const rows = await this.asker.rowsFromModule(getPhsConnectorSpaceObject, {
      connectorName,
      distinguishedName,
      identifier: '',
    });
    return firstOrNull(rows);
  }

  private async lookUp(connector: Connector, dn: string): Promise<Fact<DirectoryObject | null>> {
    const ldapFilter = equalsFilter('distinguishedName', dn);
    return firstOrNull(
      await this.asker.rowsFromModule(searchPhsDirectoryObject, { connectorId: connector.identifier, ldapFilter }),
    );
  }

  private async follow(source: Fact<ConnectorSpaceObject | null>): Promise<Chain> {
    if (!source.known || source.value === null) {
      const why = source.known
        ? notAsked('the object is not in the connector space.')
        : notAsked('the object in the connector space could not be read.');
      return { source, metaverse: why, target: why, log: why };
    }
    const { objectId, metaverseObjectId } = source.value;
    const metaverse = await this.metaverseObject(metaverseObjectId);
    return {
      source,
      metaverse,
      target: await this.collectTarget(metaverse),
      log: await this.asker.rowsFromModule(getPhsObjectLog, { identifier: objectId, count: logCount }),
    };
  }

  private async metaverseObject(identifier: string | null): Promise<Fact<MetaverseObject | null>> {
    return identifier === null
      ? known(null)
      : firstOrNull(await this.asker.rowsFromModule(getPhsMetaverseObject, { identifier }));
  }

  private async collectTarget(metaverse: Fact<MetaverseObject | null>): Promise<Fact<ConnectorSpaceObject | null>> {
    if (!metaverse.known || metaverse.value === null) {
      return notAsked(
        metaverse.known ? 'the object is not in the metaverse.' : 'the object in the metaverse could not be read.',
      );
    }
    const { connectors } = this.base.facts;
    if (this.entra === undefined) {
      return connectors.known ? notAsked('there is no Entra connector.') : unknown(connectors.reason);
    }
    const { identifier: entraId } = this.entra;
    const link = metaverse.value.links.find(({ connectorId }) => connectorId === entraId);
    if (link === undefined) {
      return known(null);
    }
    const args = { connectorName: '', distinguishedName: '', identifier: link.objectId };
    return firstOrNull(await this.asker.rowsFromModule(getPhsConnectorSpaceObject, args));
  }
}

function firstOrNull<Row>(rows: Fact<readonly Row[]>): Fact<Row | null> {
  return rows.known ? known(rows.value[0] ?? null) : rows;
}
