import { PsError } from '../base/errors.js';
import { askReopenedServer } from '../collect/open-connect-server.js';
import type { Asker } from '../collect/ask.js';
import type { Fact } from '../model/fact.js';
import type { Facts } from '../model/facts.js';
import type { ObjectLogEntry } from '../model/object-trace.js';
import type { UserSyncCall, UserSyncEvent } from '../model/user-sync.js';
import type { ChangingSession } from '../ps/session.js';
import { getPhsObjectLog } from '../scripts/get-phs-object-log.js';
import { userPasswordSyncWithin } from '../scripts/invoke-phs-user-password-sync.js';
import { writePhsToolEvent } from '../scripts/write-phs-tool-event.js';

/** How the server is asked to synchronize users. */
export interface SyncServerOptions {
  readonly modulePath?: string | undefined;
  readonly signal: AbortSignal;
  /** Time that one call may take, in ms. */
  readonly deadlineMs: number;
  readonly onProgress: (text: string) => void;
}

/** How the one call for a user ended; `calledAt` is null if it did not begin. */
export interface CallEnd {
  readonly state: 'returned' | 'failed' | 'timeout' | 'lost' | 'interrupted';
  readonly calledAt: string | null;
  readonly durationMs: number | null;
  readonly error: string | null;
}

/** Largest number of entries of the log that are compared. */
const logCount = 100;
/** The deadline is kept inside PowerShell; a PowerShell that does not answer even then is ended so much later. */
const graceMs = 30_000;

/** One server that synchronizes users: its log, the one call, and the events that say so. */
export class SyncServer {
  private asker: Asker | undefined;

  constructor(
    private readonly changing: ChangingSession,
    private readonly facts: Facts,
    private readonly options: SyncServerOptions,
  ) {}

  /** The password sync log of the object as it is now; the module is loaded first if the session may be a new one. */
  async readLog(identifier: string): Promise<Fact<readonly ObjectLogEntry[]>> {
    const { modulePath, onProgress, signal } = this.options;
    this.asker ??= await askReopenedServer(this.changing, this.facts, { modulePath, onProgress, signal });
    return this.asker.rowsFromModule(getPhsObjectLog, { identifier, count: logCount });
  }

  /** Calls the cmdlet once. Never rejects, never repeats: whatever ended it is in the answer. */
  async call({ connectorName, distinguishedName }: UserSyncCall): Promise<CallEnd> {
    const { deadlineMs, signal } = this.options;
    const overdue = AbortSignal.timeout(deadlineMs + graceMs);
    let calledAt: string | null = null;
    try {
      const answer = await this.changing.runChange(
        userPasswordSyncWithin(deadlineMs),
        { connectorName, distinguishedName },
        {
          onRows: (rows) => {
            calledAt = rows[0]?.calledAt ?? calledAt;
          },
          cut: {
            signal: AbortSignal.any([signal, overdue]),
            reason: () => new PsError('E_TIMEOUT_HARD', 'The call was cut.'),
          },
        },
      );
      const { state, durationMs, errors } = answer;
      const error = errors[0]?.message ?? null;
      const end = state === 'timeout' ? 'timeout' : state === 'failed' || error !== null ? 'failed' : 'returned';
      this.doubtSession(end === 'timeout');
      return { state: end, calledAt, durationMs, error };
    } catch (error) {
      this.doubtSession(true);
      const message = error instanceof Error ? error.message : String(error);
      return { state: signal.aborted ? 'interrupted' : 'lost', calledAt, durationMs: null, error: message };
    }
  }

  /** Writes one event. Never rejects: that it could not be written is an answer. */
  async writeEvent(event: {
    readonly eventId: number;
    readonly entryType: 'Information' | 'Warning';
    readonly sentence: string;
    readonly line: string;
  }): Promise<UserSyncEvent> {
    const { eventId: id } = event;
    try {
      const { rows, errors } = await this.changing.runChange(writePhsToolEvent, event);
      const [row] = rows;
      return row === undefined
        ? { id, state: 'failed', problem: errors[0]?.message ?? 'PowerShell gave no reason.' }
        : { id, ...row };
    } catch (error) {
      return { id, state: 'lost', problem: error instanceof Error ? error.message : String(error) };
    }
  }

  /** A new PowerShell does not have the module. */
  private doubtSession(isInDoubt: boolean): void {
    this.asker = isInDoubt ? undefined : this.asker;
  }
}
