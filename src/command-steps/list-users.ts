import { CancelledError } from '../base/errors.js';
import { EventReader } from '../collect/collect-events.js';
import { placeUsers } from '../collect/place-users.js';
import { UserLedger } from '../collect/user-ledger.js';
import { openVerifyingServer, type VerifyingServer } from '../collect/verify-users.js';
import type { Context } from '../command-line/context.js';
import type { UsersOptions } from '../command-line/users-options.js';
import type { AffectedUser } from '../model/affected-user.js';
import { isAdConnector } from '../model/connector-kind.js';
import type { Fact } from '../model/fact.js';
import type { Connector } from '../model/facts.js';
import { userEventIds } from '../parsers/user-mentions.js';
import { buildUser, judgeOutcome, orderUsers, withLog } from '../report/affected-users.js';
import type { OpenServer } from './with-server.js';

/** A server that can be asked who is affected. */
export interface UsersServer {
  readonly reader: EventReader;
  readonly connectors: Fact<readonly Connector[]>;
  /** Only with --verify. */
  readonly readLog?: VerifyingServer['readLog'];
}

/** Reads what is known of the server before its log is read. Rejects, with --verify, as `openVerifyingServer` does. */
export async function openUsersServer(
  { signal }: Context,
  { modulePath, verify }: UsersOptions,
  { opened, progress }: OpenServer,
): Promise<UsersServer> {
  const onProgress = progress.reading;
  const reader = new EventReader(opened.session, { modulePath, signal, onProgress, eventIds: userEventIds });
  if (!verify) {
    const { connectors } = await reader.server();
    return { reader, connectors };
  }
  const isRecording = opened.recorded !== undefined;
  const { server, readLog } = await openVerifyingServer(
    opened.session,
    { modulePath, signal, isRecording },
    onProgress,
  );
  const { connectors } = server;
  return {
    reader,
    connectors: connectors.known ? { known: true, value: connectors.value.filter(isAdConnector) } : connectors,
    readLog,
  };
}

/** Which users are listed, and how each of them is completed. */
export interface UsersRequest {
  readonly connectors: Fact<readonly Connector[]>;
  /** Exact name of the connector; undefined: all. */
  readonly connector: string | undefined;
  readonly failed: boolean;
  readonly readLog: VerifyingServer['readLog'] | undefined;
  readonly signal: AbortSignal;
  readonly onVerify: (count: number) => void;
}

/** The users of one ledger: how many there are, and those that are listed. */
export class UsersList {
  private readonly place: (distinguishedName: string) => string | null;

  constructor(
    private readonly ledger: UserLedger,
    private readonly request: UsersRequest,
  ) {
    this.place = placeUsers(request.connectors.known ? request.connectors.value : []);
  }

  /** Users of the connector whom the log names, whether they are listed or not. */
  count(): number {
    return this.request.connector === undefined
      ? this.ledger.size
      : Array.from(this.ledger.users()).filter(({ dn }) => this.isAsked(this.place(dn))).length;
  }

  /**
   * The users who are listed, one after the other, the worst outcome of the events first. Rejects with a CancelledError when the
   * signal fires.
   */
  async *list(): AsyncGenerator<AffectedUser> {
    const { failed, signal, readLog } = this.request;
    let count = 0;
    for (const record of orderUsers(this.ledger.users())) {
      if (signal.aborted) {
        throw new CancelledError('Interrupted.');
      }
      const connector = this.place(record.dn);
      // With a log to ask, an older success of the events does not decide.
      const isDecided = readLog === undefined && failed && judgeOutcome(record) === 'synchronized';
      if (isDecided || !this.isAsked(connector)) {
        continue;
      }
      count += 1;
      const user = await this.verify(buildUser(record, connector), count);
      if (!failed || user.outcome !== 'synchronized') {
        yield user;
      }
    }
  }

  private isAsked(connector: string | null): boolean {
    return this.request.connector === undefined || connector === this.request.connector;
  }

  private async verify(user: AffectedUser, count: number): Promise<AffectedUser> {
    const { readLog, onVerify } = this.request;
    if (readLog === undefined) {
      return user;
    }
    onVerify(count);
    return withLog(user, await readLog(user.dn));
  }
}
