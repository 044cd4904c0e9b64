import { PsError } from '../base/errors.js';
import { callAssumptions } from '../contract/calls.js';
import { commandAssumptions } from '../contract/commands.js';
import { marks } from '../contract/event-assumptions.js';
import { sourceWords } from '../contract/enums-and-texts.js';
import { errorIdForm, typeForm, type ErrorForm, type Observed, type Outcome } from '../contract/observed.js';
import { operationAssumptions } from '../contract/operations.js';
import { logEntry } from '../contract/shapes.js';
import { isAdConnector, isEntraConnector } from '../model/connector-kind.js';
import type { ContractShape } from '../model/contract-rows.js';
import { eventCatalog } from '../model/event-catalog.js';
import type { Connector } from '../model/facts.js';
import type { PsFailure } from '../model/ps-failure.js';
import type { PsSession } from '../ps/session.js';
import { getPhsContractAnswer } from '../scripts/get-phs-contract-answer.js';
import { getPhsContractCommand } from '../scripts/get-phs-contract-command.js';
import { getPhsContractLog } from '../scripts/get-phs-contract-log.js';
import { getPhsService } from '../scripts/get-phs-service.js';
import { importPhsModule } from '../scripts/import-phs-module.js';
import { operations } from '../scripts/index.js';
import type { ArgumentsOf, Operation, ReadingOperation, RowOf } from '../scripts/operation.js';

/** What is asked with. */
export interface ContractRequest {
  readonly now: Date;
  readonly connectors: readonly Connector[];
  /** The arguments with which the ADSync module is loaded again after a session was lost. */
  readonly module: ArgumentsOf<typeof importPhsModule>;
  readonly signal: AbortSignal;
  readonly onProgress: (stage: string) => void;
}

/** How far back events are counted, and how many texts of each kind are looked into. */
const windowMs = 7 * 86_400_000;
const textCount = 20;

function errorForm({ errorId, exceptionTypes, hresult, category }: PsFailure): ErrorForm {
  return {
    id: errorIdForm(errorId),
    types: exceptionTypes.map(typeForm),
    hresult: /^[0-9a-f]{8}$/.test(hresult) ? hresult : '',
    category: typeForm(category),
  };
}

function isReading(operation: Operation): operation is ReadingOperation {
  return !operation.mutates;
}

/** Asks one request after the other and keeps how each ended; none ends the others. */
class Recorder {
  private isLost = false;

  constructor(
    private readonly session: PsSession,
    private readonly request: ContractRequest,
  ) {}

  async ask<Op extends ReadingOperation>(
    operation: Op,
    args: ArgumentsOf<Op>,
  ): Promise<{ readonly outcome: Outcome; readonly rows: readonly RowOf<Op>[] }> {
    const { signal, module } = this.request;
    const startedAt = performance.now();
    try {
      if (this.isLost) {
        await this.session.run(importPhsModule, module, { signal });
        this.isLost = false;
      }
      const { state, rows, errors, durationMs } = await this.session.run(operation, args, { signal });
      const [failure] = errors;
      const failed = state === 'failed' || (failure !== undefined && rows.length === 0);
      const ended = state === 'timeout' ? state : failed ? 'failed' : rows.length === 0 ? 'empty' : 'answered';
      this.isLost = state === 'timeout';
      return {
        rows,
        outcome: {
          state: ended,
          rows: rows.length,
          ms: durationMs,
          ...(failure === undefined ? {} : { error: errorForm(failure) }),
        },
      };
    } catch (error) {
      if (!(error instanceof PsError)) {
        throw error;
      }
      const isForm = error.code === 'E_SCHEMA' || error.code === 'E_DECODE';
      this.isLost = !isForm;
      const ms = performance.now() - startedAt;
      return { rows: [], outcome: { state: isForm ? 'unreadable' : 'lost', rows: 0, ms } };
    }
  }
}

/** The arguments of the operations that need some. */
function argumentsFor(name: string, connectors: readonly Connector[]): Readonly<Record<string, unknown>> {
  const forests = connectors.filter(isAdConnector).map((connector) => connector.name);
  switch (name) {
    case 'Get-PhsChannel':
    case 'Get-PhsDomainReachability':
      return { connectorName: forests };
    case 'Get-PhsLastImport':
      return { connectorId: connectors.map(({ identifier }) => identifier), numberRequested: 1 };
    case 'Get-PhsCompanyFeature':
      return { connectorName: connectors.find(isEntraConnector)?.name ?? '' };
    default:
      return {};
  }
}

async function askOperations(
  recorder: Recorder,
  request: ContractRequest,
): Promise<Pick<Observed, 'operations' | 'service'>> {
  request.onProgress(getPhsService.summary);
  const service = await recorder.ask(getPhsService, {});
  const outcomes = new Map<string, Outcome>([[getPhsService.name, service.outcome]]);
  for (const { operation: name } of operationAssumptions) {
    const operation = operations.find((one) => one.name === name);
    if (operation !== undefined && isReading(operation) && !outcomes.has(name)) {
      request.onProgress(operation.summary);
      outcomes.set(name, (await recorder.ask(operation, argumentsFor(name, request.connectors))).outcome);
    }
  }
  return { operations: outcomes, service: service.rows[0]?.status ?? null };
}

async function askCalls(
  recorder: Recorder,
  { connectors, onProgress }: ContractRequest,
): Promise<Pick<Observed, 'calls'> & { readonly shapes: Map<string, readonly ContractShape[]> }> {
  const calls = new Map<string, Outcome>();
  const shapes = new Map<string, readonly ContractShape[]>();
  const forest = connectors.find(isAdConnector);
  for (const { call, command, expand = [] } of callAssumptions) {
    onProgress(`the form of ${command}`);
    const { outcome, rows } = await recorder.ask(getPhsContractAnswer, {
      call,
      connectorName: forest?.name ?? '',
      connectorId: forest?.identifier ?? '',
      entraConnectorName: connectors.find(isEntraConnector)?.name ?? '',
      expand: [...expand],
    });
    calls.set(call, outcome);
    shapes.set(call, rows);
  }
  return { calls, shapes };
}

/**
 * Asks a server for the form of everything that the code knows of the product. The ADSync module is loaded. What fails is
 * noted and does not end the rest; rejects with a CancelledError only.
 */
export async function collectContract(session: PsSession, request: ContractRequest): Promise<Observed> {
  const recorder = new Recorder(session, request);
  const name = commandAssumptions.map(({ command }) => command);
  request.onProgress(getPhsContractCommand.summary);
  const commands = await recorder.ask(getPhsContractCommand, { name });
  const answered = await askOperations(recorder, request);
  const { calls, shapes } = await askCalls(recorder, request);
  request.onProgress(getPhsContractLog.summary);
  const log = await recorder.ask(getPhsContractLog, {
    after: new Date(request.now.getTime() - windowMs),
    source: [...new Set(eventCatalog.map(({ source }) => source))].filter((source) => source !== 'not stated'),
    word: [...sourceWords],
    mark: [...marks],
    textCount,
  });
  const [first] = log.rows.filter(({ members }) => members.length > 0);
  if (first !== undefined) {
    shapes.set(logEntry, [
      { path: '', type: 'object', typeName: '', count: 1, members: first.members, enums: [], constructors: [] },
    ]);
  }
  return {
    commands: commands.rows,
    service: answered.service,
    operations: new Map([...answered.operations, [getPhsContractLog.name, log.outcome]]),
    calls,
    shapes,
    events: log.rows,
  };
}
