import type { Context } from '../command-line/context.js';
import { listWantedIds, type EventsOptions } from '../command-line/events-options.js';
import type { GuardFacts } from '../guard/judge-connector-pairs.js';
import { explainAuditGap } from '../model/audit-logging.js';
import { tellCutIds } from '../model/change-events.js';
import type { EventRecord } from '../model/facts.js';
import type { PhsEvent } from '../model/phs-event.js';
import type { EventsRun } from '../output/events-output.js';
import { chooseLook } from '../output/text-look.js';
import { parseDuration } from '../parsers/duration.js';
import { tellShortLog } from '../report/short-log.js';
import { createEventTable } from '../views/events-text.js';
import { ServerEvents } from './server-events.js';
import type { OpenServer } from './with-server.js';

/** One server whose events are listed. */
export interface ListedServer {
  readonly events: ServerEvents;
  readonly run: EventsRun;
}

function noteReach({ oldestAt, window, note }: EventsRun): void {
  const short = tellShortLog(oldestAt, window.startsAt.toISOString());
  if (short !== undefined) {
    note(short);
  }
}

/** A list of changes that cannot be whole says so. */
function noteAudit({ audit, given, note, auditReading }: EventsRun): void {
  const gap = audit === undefined ? undefined : explainAuditGap(audit);
  const { wasRead, cutIds } = auditReading();
  if (cutIds.length > 0) {
    note(`${tellCutIds(cutIds)}. --id ${cutIds.join(',')} reads all of them from a server.`);
  }
  if (!wasRead) {
    note('What administrators changed is not in the recording.');
  } else if (gap !== undefined && given.group === 'audit') {
    note(`Changes can be missing: ${gap}.`);
  }
}

/** Reads what goes with the events of a server; what cannot be whole goes to `say`, one sentence after the other. */
export async function openEventsRun(
  ctx: Context,
  given: EventsOptions,
  server: OpenServer,
  say: (text: string) => void,
): Promise<ListedServer> {
  const { source, startedAt, finishedAt } = server;
  const eventIds = listWantedIds(given);
  const look = chooseLook(ctx, given);
  const note = (text: string): void => {
    say(look.times.write(text));
  };
  const { group, connector, modulePath } = given;
  const question = { sinceMs: parseDuration(given.since), eventIds, group, connector, modulePath, signal: ctx.signal };
  const events = await ServerEvents.open(question, server);
  if (!events.connectors.known) {
    note(`Connectors are shown by their ids. ${events.connectors.reason.message}`);
  }
  const run: EventsRun = {
    ctx,
    given,
    source,
    startedAt,
    finishedAt,
    eventIds,
    window: events.window,
    connectors: events.knownConnectors,
    connector: events.connector,
    oldestAt: events.oldestAt,
    audit: events.audit(),
    auditReading: () => events.reader.audit,
    note,
    look,
    table: createEventTable(look),
  };
  noteReach(run);
  return { events, run };
}

/** Reads the events of the window, in the order of the log; answers what shows whether synchronization was left off. */
export async function readEvents(
  { events, run }: ListedServer,
  onPage: (page: readonly PhsEvent[], records: readonly EventRecord[]) => void,
): Promise<GuardFacts> {
  await events.reader.read(events.window.startsAt, (page) => {
    onPage(events.typed(page), page);
  });
  noteAudit(run);
  return events.reader.leftOff();
}
