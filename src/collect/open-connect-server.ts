import { EnvironmentError } from '../base/errors.js';
import type { Fact } from '../model/fact.js';
import type { Connector, Platform, SyncModule, SyncService } from '../model/facts.js';
import type { PsSession } from '../ps/session.js';
import { getPhsConnector } from '../scripts/get-phs-connector.js';
import { getPhsPlatform } from '../scripts/get-phs-platform.js';
import { getPhsService } from '../scripts/get-phs-service.js';
import type { importPhsModule } from '../scripts/import-phs-module.js';
import type { ArgumentsOf } from '../scripts/operation.js';
import { Asker, type AskOptions } from './ask.js';

/** What is read first of every Entra Connect server. */
export interface ConnectServer {
  readonly platform: Fact<Platform>;
  readonly service: Fact<SyncService>;
  readonly module: Fact<SyncModule>;
  readonly connectors: Fact<readonly Connector[]>;
}

/** How a session asks again of a server that is open. */
export interface ReopenOptions extends AskOptions {
  /** Folder to look in first for the ADSync module. */
  readonly modulePath?: string | undefined;
}

/** The places to look for the ADSync module in. */
export function moduleArguments(
  platform: Fact<Platform>,
  modulePath: string | undefined,
): ArgumentsOf<typeof importPhsModule> {
  return {
    modulePath: modulePath ?? '',
    candidates: platform.known ? platform.value.moduleCandidates : [],
    installFolder: platform.known ? (platform.value.installFolder ?? '') : '',
  };
}

/** Without the module nothing of the server can be read (E_MODULE); without the service as well it is not an Entra Connect server (E_NOT_CONNECT_SERVER). */
function requireModule(module: Fact<SyncModule>, service: Fact<SyncService>): void {
  if (module.known || module.reason.code !== 'module-missing') {
    return;
  }
  if (!service.known && (service.reason.code === 'not-found' || service.reason.code === 'command-missing')) {
    throw new EnvironmentError('E_NOT_CONNECT_SERVER', 'This machine is not a Microsoft Entra Connect server.', {
      hint: 'There is neither an ADSync service nor an ADSync module here. Run phs-tool on the Entra Connect server, or try it with --simulate healthy.',
      cause: module.reason,
    });
  }
  throw new EnvironmentError('E_MODULE', 'The ADSync PowerShell module was not found on this server.', {
    hint: 'Name the folder that holds ADSync.psd1 with --module-path, for example "C:\\Program Files\\Microsoft Azure AD Sync\\Bin\\ADSync".',
    cause: module.reason,
  });
}

function explainByService(asker: Asker, service: Fact<SyncService>): void {
  asker.serviceStatus = service.known ? service.value.status : undefined;
}

/**
 * Opens a server: reads what the machine and the service are, loads the ADSync module and reads the connectors. Each is a
 * fact of its own. Rejects with an EnvironmentError (E_MODULE, E_NOT_CONNECT_SERVER) when there is no module, and as
 * {@link Asker} does.
 */
export async function openConnectServer(asker: Asker, modulePath: string | undefined): Promise<ConnectServer> {
  const platform = await asker.one(getPhsPlatform, {});
  const service = await asker.one(getPhsService, {});
  explainByService(asker, service);
  const module = await asker.module(moduleArguments(platform, modulePath));
  requireModule(module, service);
  return { platform, service, module, connectors: await asker.rowsFromModule(getPhsConnector, {}) };
}

/** The machine and the connectors alone, for a command that can also answer without them: neither service nor module is required. */
export async function readConnectorsAlone(
  asker: Asker,
  modulePath: string | undefined,
): Promise<Pick<ConnectServer, 'platform' | 'connectors'>> {
  const platform = await asker.one(getPhsPlatform, {});
  await asker.module(moduleArguments(platform, modulePath));
  return { platform, connectors: await asker.rowsFromModule(getPhsConnector, {}) };
}

/** Another asker of a server that is open in this session: nothing is read and no module loaded before that is needed. */
export function askOpenServer(
  session: PsSession,
  { platform, service, module }: Omit<ConnectServer, 'connectors'>,
  { modulePath, ...options }: ReopenOptions,
): Asker {
  const asker = new Asker(session, options);
  explainByService(asker, service);
  asker.assumeModule(moduleArguments(platform, modulePath), module);
  return asker;
}

/** The same after the session was lost: the module is loaded first. */
export async function askReopenedServer(
  session: PsSession,
  server: Omit<ConnectServer, 'connectors'>,
  options: ReopenOptions,
): Promise<Asker> {
  const asker = askOpenServer(session, server, options);
  await asker.module(moduleArguments(server.platform, options.modulePath));
  return asker;
}
