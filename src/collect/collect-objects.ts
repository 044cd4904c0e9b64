import type { Fact } from '../model/fact.js';
import { diagnosisFactNames, unreadFacts } from '../model/fact-names.js';
import type { Facts } from '../model/facts.js';
import type { ObjectReference, ObjectTrace } from '../model/object-trace.js';
import type { UserEvents } from '../parsers/user-events.js';
import type { PsSession } from '../ps/session.js';
import { getPhsRule } from '../scripts/get-phs-rule.js';
import type { Asker } from './ask.js';
import { reason } from '../model/classify-failure.js';
import { readDomainFacts } from './collect-domains.js';
import { ObjectCollector } from './collect-object.js';
import { collectServer, type CollectOptions } from './collect-server.js';
import { collectUserEvents } from './collect-user-events.js';

/** What is read once for all objects of a run, and the way to follow each of them. */
export interface ObjectSource {
  readonly facts: Facts;
  readonly userEvents: Fact<UserEvents>;
  /**
   * Makes the function that follows one object; `connectorName` forces the connector to look in, `secondOpinion` asks
   * Microsoft's own diagnostics about each object, too.
   */
  readonly follow: (
    connectorName: string | undefined,
    secondOpinion: boolean,
  ) => (reference: ObjectReference) => Promise<ObjectTrace>;
}

/**
 * Reads what the verdict on users needs of the server: what `status` reads, the rules, the domains with the rights at their
 * roots, and the events that name users.
 * Rejects as `collectServer` does.
 */
export async function openObjectSource(session: PsSession, options: CollectOptions): Promise<ObjectSource> {
  const { asker, facts: server } = await collectServer(session, options);
  const unread = unreadFacts(['executionPolicy', ...diagnosisFactNames], (what) =>
    reason('not-collected', `Following one object does not read ${what}.`),
  );
  const facts: Facts = {
    ...unread,
    ...server,
    rules: await asker.rowsFromModule(getPhsRule, {}),
    ...(await readDomainFacts(asker, server.connectors)),
  };
  return buildObjectSource(session, asker, facts, options);
}

/** As {@link openObjectSource}, over facts that were read in the same session already; reads the events that name users. */
export async function buildObjectSource(
  session: PsSession,
  asker: Asker,
  facts: Facts,
  { signal, modulePath, isRecording }: CollectOptions,
): Promise<ObjectSource> {
  const userEvents = await collectUserEvents(asker, new Date(facts.windowStartsAt));
  return {
    facts,
    userEvents,
    follow: (connectorName, secondOpinion) => {
      const wanted = { signal, modulePath, isRecording, secondOpinion };
      const collector = new ObjectCollector(session, { facts, connectorName }, wanted);
      return (reference) => collector.collect(reference);
    },
  };
}
