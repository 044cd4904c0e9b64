import { lookup } from 'node:dns/promises';
import { connect } from 'node:net';
import { abortable } from '../base/async.js';
import type { RemoteServer } from '../base/remote-server.js';
import { known, unknown, type Fact } from '../model/fact.js';
import { portOf } from '../ps/remote-words.js';

/** What this machine finds out about the way to another server without PowerShell. */
export interface Reach {
  /** The addresses of its name. */
  readonly name: Fact<readonly string[]>;
  /** The port that took a connection. */
  readonly port: Fact<number>;
}

/** Looks for a server in the network. Rejects with a CancelledError only. */
export type ReachReader = (remote: RemoteServer, signal: AbortSignal) => Promise<Reach>;

/** A port that takes no connection in this time is closed by a firewall. */
const connectMs = 5_000;

function readName({ computer }: RemoteServer): Promise<Reach['name']> {
  return lookup(computer, { all: true }).then(
    (found) => known([...new Set(found.map(({ address }) => address))]),
    (error: unknown) => unknown({ code: 'not-found', message: String(error) }),
  );
}

function readPort(remote: RemoteServer, signal: AbortSignal): Promise<Reach['port']> {
  const port = portOf(remote);
  return new Promise((resolve) => {
    const socket = connect({
      host: remote.computer,
      port,
      signal: AbortSignal.any([signal, AbortSignal.timeout(connectMs)]),
    });
    socket.once('connect', () => {
      socket.destroy();
      resolve(known(port));
    });
    socket.once('error', (error) => {
      resolve(unknown({ code: 'failed', message: error.message }));
    });
  });
}

/** The name by the resolver of the system, then one connection to the port, which is closed at once. */
export const readReach: ReachReader = async (remote, signal) => {
  const name = await abortable(readName(remote), signal);
  const port = name.known
    ? await abortable(readPort(remote, signal), signal)
    : unknown({ code: 'not-collected', message: 'Not tried: the name was not found.' });
  return { name, port };
};
