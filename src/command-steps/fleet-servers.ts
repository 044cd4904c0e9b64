import { basename } from 'node:path';
import { UsageError } from '../base/errors.js';
import { looksLikeDirectory } from '../base/simulated-name.js';
import { didYouMean } from '../base/suggest.js';
import type { ExpectedRole } from '../checks/check.js';
import type { ConfiguredServer } from '../command-line/configured-server.js';
import { flagName } from '../command-line/describe-options.js';
import { chooseRemote, type RemoteOptions } from './choose-remote.js';
import type { ServerRequest } from './with-server.js';

/** One server of several that a command was asked about. */
export interface FleetServer {
  /** As the operator named it; no two have the same name. */
  readonly name: string;
  /** The recording that answers in its place. */
  readonly replay?: string | undefined;
  /** The options by which it alone would be named. */
  readonly request: RemoteOptions & Pick<ServerRequest, 'simulate'>;
  /** What it is meant to be; undefined: what the command says, else either. */
  readonly expect?: ExpectedRole | undefined;
  readonly tenant?: string | undefined;
}

/** The options that name servers, as lists, and those that say how to reach each `computer`. */
export interface NamedServers extends Pick<RemoteOptions, 'port' | 'useSsl' | 'configuration'> {
  readonly simulate?: readonly string[] | undefined;
  readonly replay?: readonly string[] | undefined;
  readonly computer?: readonly string[] | undefined;
  readonly ssh?: readonly string[] | undefined;
  /** Names of the configured list. */
  readonly server?: readonly string[] | undefined;
}

/** The options that belong to one server: those of another one must not stay beside them. */
export const namingOptions = [
  'simulate',
  'replay',
  'computer',
  'ssh',
  'server',
  'port',
  'useSsl',
  'configuration',
] as const;

/** Two of one name get numbers: `healthy`, `healthy-2`. */
function withOwnNames(servers: readonly FleetServer[]): readonly FleetServer[] {
  const seen = new Map<string, number>();
  return servers.map((server) => {
    const count = (seen.get(server.name) ?? 0) + 1;
    seen.set(server.name, count);
    return count === 1 ? server : { ...server, name: `${server.name}-${count}` };
  });
}

/** `C:\data\sync01.ndjson.gz` is called `sync01`. */
function nameOf(file: string): string {
  return basename(file.replaceAll('\\', '/')).replace(/\.ndjson(?:\.gz)?$/i, '');
}

/** `A,B` names two, as `--computer A --computer B` does; no name of a server has a comma. */
function splitNames(names: readonly string[]): readonly string[] {
  return names.flatMap((name) => name.split(',')).map((name) => name.trim());
}

/** As {@link splitNames}, but a directory can have a comma. */
function splitScenarios(simulate: readonly string[]): readonly string[] {
  return simulate.flatMap((each) => (looksLikeDirectory(each) ? [each] : splitNames([each])));
}

function fromConfiguration({ name, expect, tenant, computer, ssh, port, ...rest }: ConfiguredServer): FleetServer {
  const { useSsl, configuration } = rest;
  const way = computer === undefined ? { ssh } : { computer, port: port?.toString(), useSsl, configuration };
  return { name, expect, tenant, request: way };
}

/** A server of the configured list by its name. Raises a UsageError if it is not in it. */
export function pickConfigured(name: string, configured: readonly ConfiguredServer[]): FleetServer {
  const found = configured.find((each) => each.name.toLowerCase() === name.toLowerCase());
  if (found === undefined) {
    const all = configured.map((each) => each.name);
    throw new UsageError(`No server "${name}" is in the list of the configuration.${didYouMean(name, all)}`, {
      hint: all.length === 0 ? 'See phs-tool help configuration.' : `It has: ${all.join(', ')}.`,
    });
  }
  return fromConfiguration(found);
}

/**
 * Every server that the options name, in their order; if they name none, those of the configured list; none: this machine.
 * Raises a UsageError for a name that is none.
 */
export function listServers(given: NamedServers, configured: readonly ConfiguredServer[] = []): readonly FleetServer[] {
  const isNamed = [given.simulate, given.replay, given.computer, given.ssh].some((names) => names !== undefined);
  const unnamed = isNamed ? [] : configured.map(fromConfiguration);
  const picked =
    given.server === undefined ? unnamed : splitNames(given.server).map((name) => pickConfigured(name, configured));
  const { simulate = [], replay = [], computer = [], ssh = [], port, useSsl, configuration } = given;
  const remote: readonly FleetServer[] = [
    ...picked,
    ...splitNames(computer).map((name) => ({ name, request: { computer: name, port, useSsl, configuration } })),
    ...splitNames(ssh).map((name) => ({ name, request: { ssh: name } })),
  ];
  remote.forEach(({ request }) => chooseRemote(request, {}));
  return withOwnNames([
    ...remote,
    ...splitScenarios(simulate).map((name) => ({ name, request: { simulate: name } })),
    ...replay.map((file) => ({ name: nameOf(file), replay: file, request: {} })),
  ]);
}

/** What a command that was asked about several servers cannot do with them. Raises a UsageError. */
export function refuseForSeveral(given: Readonly<Record<string, unknown>>, options: readonly string[]): void {
  const key = options.find((each) => given[each] !== undefined && given[each] !== false);
  if (key !== undefined) {
    throw new UsageError(`${flagName(key)} is for one server, and several are named.`, {
      hint: 'Name one server; --server NAME picks one of the configured list.',
    });
  }
}
