import type { UserLog } from '../model/affected-user.js';
import { latestEntry } from '../object-checks/log-entries.js';
import type { PsSession } from '../ps/session.js';
import { Asker } from './ask.js';
import { ObjectCollector, type ObjectOptions } from './collect-object.js';
import { openConnectServer, type ConnectServer } from './open-connect-server.js';

/** A server whose objects can be asked about. */
export interface VerifyingServer {
  readonly server: ConnectServer;
  /** The newest entry of the password sync log of one user. */
  readonly readLog: (distinguishedName: string) => Promise<UserLog>;
}

/**
 * Opens a server to ask for the password sync logs of users; `onProgress` hears of the opening alone. Rejects with an EnvironmentError (E_MODULE,
 * E_NOT_CONNECT_SERVER) when there is no ADSync module.
 */
export async function openVerifyingServer(
  session: PsSession,
  options: Omit<ObjectOptions, 'onProgress'>,
  onProgress: (stage: string) => void,
): Promise<VerifyingServer> {
  const server = await openConnectServer(new Asker(session, { ...options, onProgress }), options.modulePath);
  const collector = new ObjectCollector(session, { facts: server }, options);
  return {
    server,
    readLog: async (distinguishedName) => {
      const { log } = await collector.collect({ kind: 'dn', text: distinguishedName });
      if (!log.known) {
        return { known: false, message: log.reason.message };
      }
      const newest = latestEntry(log.value);
      return { known: true, newest: newest === undefined ? null : { at: newest.at, status: newest.status } };
    },
  };
}
