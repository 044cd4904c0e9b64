import { UsageError } from '../base/errors.js';
import type { ConfiguredServer } from '../command-line/configured-server.js';
import { chooseRemote, listWsmanOptions, readComputer, readSsh, type RemoteOptions } from './choose-remote.js';
import { pickConfigured, type FleetServer } from './fleet-servers.js';

/** The options that say how to reach each `computer:NAME`. */
type Ways = Pick<RemoteOptions, 'port' | 'useSsl' | 'configuration'>;

/** A word that names a server and not a file: a file with such a name is given with its path. */
const named = /^(simulate|computer|ssh|server):(.*)$/s;
/** This machine, beside a file of another one. */
const here = 'this-server';

function chooseOne(word: string, ways: Ways, configured: readonly ConfiguredServer[]): FleetServer {
  const [, way, rest = ''] = named.exec(word) ?? [];
  switch (way) {
    case 'simulate':
      return { name: word, request: { simulate: rest } };
    case 'computer':
      readComputer(rest, ways, 'computer:');
      return { name: word, request: { computer: rest, ...ways } };
    case 'ssh':
      readSsh(rest, 'ssh:');
      return { name: word, request: { ssh: rest } };
    case 'server': {
      const server = pickConfigured(rest, configured);
      chooseRemote(server.request, {});
      return { ...server, name: word };
    }
    default:
      return word === here ? { name: word, request: {} } : { name: word, replay: word, request: {} };
  }
}

/**
 * What the two words of `compare` name: `this-server`, `computer:NAME`, `ssh:USER@HOST[:PORT]`, `server:NAME` of the configured
 * list, `simulate:NAME`, or a file or folder in the place of a server. Raises a UsageError for a name that is none.
 */
export function chooseCompared(
  words: readonly [string, string],
  ways: Ways,
  configured: readonly ConfiguredServer[] = [],
): readonly [FleetServer, FleetServer] {
  const [first, second] = words;
  const chosen = [chooseOne(first, ways, configured), chooseOne(second, ways, configured)] as const;
  const unused = words.some((word) => word.startsWith('computer:')) ? [] : listWsmanOptions(ways);
  if (unused.length > 0) {
    throw new UsageError(`${unused.join(', ')} needs computer:NAME.`, {
      hint: 'With ssh: the port is part of its value; a server of the configured list has its own.',
    });
  }
  return chosen;
}
