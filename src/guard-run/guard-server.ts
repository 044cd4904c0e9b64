import { join, resolve } from 'node:path';
import { Asker } from '../collect/ask.js';
import { pairIdOf } from '../guard/live-pair.js';
import type { GuardRow } from '../model/guard-row.js';
import type { OpenedSession } from '../ps/opened-session.js';
import type { ChangeOptions } from '../ps/session.js';
import {
  askOpenServer,
  askReopenedServer,
  openConnectServer,
  type ConnectServer,
} from '../collect/open-connect-server.js';
import { GuardError, PsError, RemoteChangeError, UsageError } from '../base/errors.js';
import { isAdConnector, isEntraConnector } from '../model/connector-kind.js';
import type { Fact } from '../model/fact.js';
import type { Connector, SyncService } from '../model/facts.js';
import { packageRoot } from '../base/package-root.js';
import { getPhsGlobalSetting } from '../scripts/get-phs-global-setting.js';
import { inspectPhsGuard, invokePhsGuardedSync } from '../scripts/invoke-phs-guarded-sync.js';
import type { ArgumentsOf } from '../scripts/operation.js';
import { readInspection, type Inspection } from '../model/guard-inspection.js';

/** Where the guardian finds the same modules that this session uses. */
interface Places {
  readonly adSyncPath?: string;
  readonly modulePath?: string;
  readonly simulatorPath?: string;
  readonly simulatedServer?: string;
}

/** How a guard's command talks to a server. */
export interface GuardRequest {
  readonly simulate?: string | undefined;
  readonly modulePath?: string | undefined;
  readonly signal: AbortSignal;
  readonly onProgress: (text: string) => void;
}

/** Arguments of a changing mode; places and folders are added. */
export type ChangeArguments = Omit<ArgumentsOf<typeof invokePhsGuardedSync>, keyof Places | 'scriptFolder'>;

/** Folder of the scripts that the guardian pins. */
function scriptFolder(): string {
  return join(packageRoot(), 'scripts');
}

/** What goes with a change. */
export interface GuardChangeOptions {
  /** Takes each page of rows as it comes. */
  readonly onRows?: (rows: readonly GuardRow[]) => void;
  /** Ends PowerShell in mid-call; only for what goes towards "on" alone. */
  readonly cut?: ChangeOptions<GuardRow>['cut'] | undefined;
}

/** Two readings of "on" are this far apart; a simulated server applies a change at once, or when its scenario says. */
const readAgainMs = { real: 5_000, simulated: 50 } as const;

/** One server through the eyes of the guard: the evidence, and the modes that change something. */
export class GuardServer {
  private constructor(
    private readonly opened: OpenedSession,
    private readonly request: GuardRequest,
    private asker: Asker,
    private readonly server: ConnectServer,
    private readonly places: Places,
  ) {}

  /** Loads the ADSync module and reads the connectors. Rejects with an EnvironmentError if there is no module. */
  static async open(opened: OpenedSession, request: GuardRequest): Promise<GuardServer> {
    const asker = new Asker(opened.session, { signal: request.signal, onProgress: request.onProgress });
    const server = await openConnectServer(asker, request.modulePath);
    const places: Places = {
      ...(server.module.known ? { adSyncPath: server.module.value.path } : {}),
      ...(request.modulePath === undefined ? {} : { modulePath: resolve(request.modulePath) }),
      ...(request.simulate === undefined || !opened.simulated
        ? {}
        : { simulatorPath: join(packageRoot(), 'simulator'), simulatedServer: resolve(request.simulate) }),
    };
    return new GuardServer(opened, request, asker, server, places);
  }

  /** The ADSync service. */
  get service(): Fact<SyncService> {
    return this.server.service;
  }

  /** The build of Entra Connect: the product's, else the one that the wizard noted (facts 1.9); undefined: nothing reports it. */
  async productVersion(): Promise<string | undefined> {
    const { platform } = this.server;
    const installed = platform.known ? platform.value.productVersion : null;
    if (installed !== null) {
      return installed;
    }
    const setting = await this.asker.oneFromModule(getPhsGlobalSetting, {});
    return setting.known ? (setting.value.serverConfigurationVersion ?? undefined) : undefined;
  }

  /** All connectors of the server. */
  get connectors(): Fact<readonly Connector[]> {
    return this.server.connectors;
  }

  /** The AD connectors. Rejects with a GuardError when the connectors could not be read. */
  adConnectors(): readonly Connector[] {
    return this.known().filter(isAdConnector);
  }

  /** The one Entra connector, undefined when there is none, several, or they could not be read. */
  entraConnector(): Connector | undefined {
    const found = this.connectors.known ? this.connectors.value.filter(isEntraConnector) : [];
    return found.length === 1 ? found[0] : undefined;
  }

  /** Name of a connector's pair in the journal; empty when there is not exactly one Entra connector. */
  pairId({ identifier }: Connector): string {
    const entra = this.entraConnector();
    return entra === undefined ? '' : pairIdOf(identifier, entra.identifier);
  }

  /** Number of Entra connectors; undefined: could not be read. */
  entraConnectorCount(): number | undefined {
    return this.connectors.known ? this.connectors.value.filter(isEntraConnector).length : undefined;
  }

  /** Reads all evidence; with a connector also what the server says of it. Rejects with a GuardError. */
  async inspect(adConnectorId?: string): Promise<Inspection> {
    const fact =
      adConnectorId === undefined
        ? await this.asker.rows(inspectPhsGuard, { mode: 'Inspect' })
        : await this.asker.rowsFromModule(inspectPhsGuard, {
            mode: 'Inspect',
            adConnectorId,
            readAgainAfterMs: this.opened.simulated ? readAgainMs.simulated : readAgainMs.real,
          });
    if (!fact.known) {
      throw new GuardError(`The evidence of earlier runs could not be read. ${fact.reason.message}`, {
        hint: fact.reason.hint ?? 'Nothing was changed. See phs-tool status.',
        cause: fact.reason,
      });
    }
    return readInspection(fact.value);
  }

  /** From here on Ctrl+C stops no question any more; with `reload` the module is loaded again, after the session was lost. */
  async readRegardless(reload: boolean): Promise<void> {
    const { onProgress, modulePath } = this.request;
    const options = { onProgress, modulePath };
    this.asker = reload
      ? await askReopenedServer(this.opened.session, this.server, options)
      : askOpenServer(this.opened.session, this.server, options);
  }

  /**
   * Runs a mode that changes something; its rows, a refusal among them. Never cut short and never repeated. Rejects with a
   * PsError when the session was lost or cannot change anything, with a GuardError when the script failed.
   */
  async change(args: ChangeArguments, options: GuardChangeOptions = {}): Promise<readonly GuardRow[]> {
    const { changing } = this.opened;
    if (changing === undefined && this.opened.remote !== undefined) {
      throw new RemoteChangeError(this.opened.remote.computer);
    }
    if (changing === undefined) {
      throw new PsError('E_REPLAY_MUTATES', 'A recording cannot change anything.', {
        hint: 'Ask a server, or a simulated one in a directory: phs-tool simulate create healthy DIR',
      });
    }
    const rows: GuardRow[] = [];
    const answer = await changing.runChange(
      invokePhsGuardedSync,
      { ...args, ...this.places, scriptFolder: scriptFolder() },
      {
        onRows: (page) => {
          rows.push(...page);
          options.onRows?.(page);
        },
        cut: options.cut,
      },
    );
    const [failure] = answer.errors;
    if (answer.state !== 'completed' && refused(rows) === undefined) {
      throw new GuardError(`${args.mode} failed: ${failure?.message ?? answer.state}`, {
        hint: 'See what the journal says: phs-tool guard show',
        cause: failure,
      });
    }
    return rows;
  }

  private known(): readonly Connector[] {
    if (this.connectors.known) {
      return this.connectors.value;
    }
    const { message, hint } = this.connectors.reason;
    throw new GuardError(message, { hint });
  }
}

function refused(rows: readonly GuardRow[]): GuardRow | undefined {
  return rows.find(({ kind }) => kind === 'refused');
}

/**
 * The AD connector that a command is about: the only one, or the one named. Names are case-sensitive; another case is
 * refused with the right name, because here a guess is not good enough. Raises a UsageError.
 */
export function chooseConnector(connectors: readonly Connector[], typed: string | undefined): Connector {
  const names = connectors.map(({ name }) => name);
  const quoted = names.map((name) => `"${name}"`).join(', ');
  const list =
    names.length === 0 ? 'There is none on this server.' : `There ${names.length === 1 ? 'is' : 'are'}: ${quoted}.`;
  const [only, another] = connectors;
  if (typed === undefined) {
    if (only !== undefined && another === undefined) {
      return only;
    }
    const what =
      only === undefined
        ? 'This server has no AD connector.'
        : 'This server has several AD connectors: name one with --connector.';
    throw new UsageError(what, { hint: list });
  }
  const exact = connectors.find(({ name }) => name === typed);
  if (exact !== undefined) {
    return exact;
  }
  const other = names.find((name) => name.toLowerCase() === typed.toLowerCase());
  const meant = other === undefined ? '' : ` Names are case-sensitive: it is "${other}".`;
  throw new UsageError(`There is no AD connector named "${typed}".${meant}`, { hint: list });
}
