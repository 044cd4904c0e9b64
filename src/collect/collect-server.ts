import { isEntraConnector } from '../model/connector-kind.js';
import type { DiagnosisFacts, SettingFacts } from '../model/diagnosis-facts.js';
import { known } from '../model/fact.js';
import type { Facts } from '../model/facts.js';
import type { PsSession } from '../ps/session.js';
import { getPhsCompanyFeature } from '../scripts/get-phs-company-feature.js';
import { getPhsEntraCredential } from '../scripts/get-phs-entra-credential.js';
import { getPhsEvent } from '../scripts/get-phs-event.js';
import { getPhsEventLogReach } from '../scripts/get-phs-event-log-reach.js';
import { getPhsGlobalSetting } from '../scripts/get-phs-global-setting.js';
import { getPhsPartitionState } from '../scripts/get-phs-partition-state.js';
import { getPhsScheduler } from '../scripts/get-phs-scheduler.js';
import { Asker } from './ask.js';
import { readChannels } from './collect-channels.js';
import { collectGuard } from './collect-guard.js';
import { openConnectServer } from './open-connect-server.js';
import { readLastSigns, type EarlierLook } from './read-last-signs.js';
import { firstLogQuestion, readLog, type LogOptions, type OnEvents, type OnOlderChanges } from './read-log.js';

/** What collecting from a server is asked for. */
export interface CollectOptions {
  /** True if a recording answers. */
  readonly isRecording?: boolean | undefined;
  /** The instant to which ages refer. */
  readonly now: Date;
  /** Length of the window for heartbeats and errors, in ms. */
  readonly sinceMs: number;
  /** Folder to look in first for the ADSync module. */
  readonly modulePath: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Receives what is read next, for people. */
  readonly onProgress?: ((stage: string) => void) | undefined;
  /** Asks for events of at least this time, in ms, so that a recording of it can answer narrower windows later. */
  readonly widestWindowMs?: number;
  /** What was found before, if the same server is looked at again. */
  readonly earlier?: EarlierLook | undefined;
  /** See {@link OnEvents}. */
  readonly onEvents?: OnEvents;
  /** See {@link OnOlderChanges}. */
  readonly onOlderChanges?: OnOlderChanges;
}

/** What every command reads, and who asked: for further questions in the same session. */
export interface CollectedServer {
  readonly asker: Asker;
  readonly facts: Omit<Facts, keyof SettingFacts | keyof DiagnosisFacts>;
}

/**
 * Reads what every command judges, one operation after the other. What cannot be read becomes an unknown fact with
 * its reason and the rest goes on. Rejects with a PsError when PowerShell does not start, with a CancelledError when
 * `signal` fires, with an EnvironmentError (E_MODULE, E_NOT_CONNECT_SERVER) when there is no ADSync module.
 */
export async function collectServer(session: PsSession, options: CollectOptions): Promise<CollectedServer> {
  const { now, sinceMs, signal, onProgress, onEvents, onOlderChanges } = options;
  const windowStartsAt = new Date(now.getTime() - sinceMs);
  const after = new Date(now.getTime() - Math.max(sinceMs, options.widestWindowMs ?? 0));
  const { psVersion, edition, languageMode } = await session.info({ signal: options.signal });
  const asker = new Asker(session, { signal, onProgress });
  const logOptions = { windowStartsAt, after, now, onEvents, onOlderChanges };
  readLogAhead(asker, logOptions);
  const server = await openConnectServer(asker, options.modulePath);
  const { connectors } = server;
  const entra = connectors.known ? connectors.value.find(isEntraConnector) : undefined;
  const facts = {
    collectedAt: now.toISOString(),
    windowStartsAt: windowStartsAt.toISOString(),
    engine: known({ psVersion, edition, languageMode }),
    ...server,
    scheduler: await asker.oneFromModule(getPhsScheduler, {}),
    globalSetting: await asker.oneFromModule(getPhsGlobalSetting, {}),
    companyFeature: await asker.oneFromModule(getPhsCompanyFeature, { connectorName: entra?.name ?? '' }),
    entraCredential: await asker.oneFromModule(getPhsEntraCredential, {}),
    channels: await readChannels(asker, connectors),
    partitionStates: await asker.rowsFromModule(getPhsPartitionState, {}),
    eventLogReach: await asker.one(getPhsEventLogReach, { since: after }),
    ...(await readEvents(asker, connectors, logOptions, options.earlier)),
    guard: await collectGuard(asker),
  };
  return { asker, facts };
}

/** The longest time of which the events are read beside other questions: they are kept in memory until they are asked for. */
const longestAheadMs = 24 * 3_600_000;

/** Has the log read while ADSync is asked. */
function readLogAhead(asker: Asker, options: LogOptions): void {
  const { after, now } = options;
  if (now.getTime() - after.getTime() <= longestAheadMs) {
    asker.ahead([
      { operation: getPhsEventLogReach, arguments: { since: after } },
      { operation: getPhsEvent, arguments: firstLogQuestion(options) },
    ]);
  }
}

/** Everything that the Application log shows. */
async function readEvents(
  asker: Asker,
  connectors: Facts['connectors'],
  options: LogOptions,
  earlier: EarlierLook | undefined,
): Promise<Pick<Facts, 'events' | 'signInEvents' | 'changeEvents' | 'lastSigns'>> {
  const log = await readLog(asker, connectors, options);
  return {
    ...log,
    lastSigns: await readLastSigns(asker, connectors, log.events, { since: options.windowStartsAt, earlier }),
  };
}
