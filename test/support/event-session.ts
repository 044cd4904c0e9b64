import type { EventRecord } from '../../src/model/facts.js';
import type { OpenedSession } from '../../src/ps/opened-session.js';
import { checkRows } from '../../src/ps/pages.js';
import type { Answer, OnRows, PsSession } from '../../src/ps/session.js';
import type { Operation, RowOf } from '../../src/scripts/operation.js';
import { adConnector, now } from './facts.js';
import { inspectRows } from './guard-records.js';

/** What a made-up server answers to `events`. */
export interface EventServer {
  /** Pages for each question for events, the first question first; later questions get the last ones. */
  readonly answers: readonly (readonly (readonly EventRecord[])[])[];
  readonly oldestAt?: string | null;
  /** Makes the connectors unreadable. */
  readonly deniesConnectors?: boolean;
  /** Makes the log unreadable. */
  readonly deniesLog?: boolean;
  /** Receives each page of events before it is handed over. */
  readonly onPage?: (page: readonly EventRecord[]) => void;
  /** Receives the arguments of each question for events. */
  readonly onQuestion?: (args: unknown) => void;
}

const denied = {
  message: 'Access denied.',
  errorId: 'x',
  category: 'PermissionDenied',
  exceptionTypes: ['System.UnauthorizedAccessException'],
  hresult: '80070005',
  position: '',
};

function rowsFor(name: string, { oldestAt = '2026-01-01T00:00:00Z' }: EventServer): readonly unknown[] {
  switch (name) {
    case 'Get-PhsConnector':
      return [adConnector(), adConnector('fabrikam.com')];
    case 'Get-PhsEventLogReach':
      return [{ oldestAt }];
    case 'Invoke-PhsGuardedSync':
      return inspectRows([], { snapshot: null });
    case 'Import-PhsModule':
      return [{ name: 'ADSync', version: '1.0', path: 'x', origin: 'registry' }];
    default:
      return [];
  }
}

/** A session that answers only what `events` asks. Rows pass through the schemas, as they do in the real session. */
export function eventSession(server: EventServer): PsSession {
  let questions = 0;
  const answer = <Row>(rows: readonly Row[], isDenied: boolean): Answer<Row> => ({
    state: isDenied ? 'failed' : 'completed',
    rows,
    errors: isDenied ? [denied] : [],
    warnings: [],
    information: [],
    durationMs: 1,
  });
  return {
    info: () => Promise.reject(new Error('not asked')),
    close: () => Promise.resolve(),
    run: async <Op extends Operation>(
      operation: Op,
      args: unknown,
      options: { readonly onRows?: OnRows<RowOf<Op>> } = {},
    ): Promise<Answer<RowOf<Op>>> => {
      const checked = (rows: readonly unknown[]): readonly RowOf<Op>[] => checkRows(operation, rows);
      if (operation.name !== 'Get-PhsEvent') {
        const isDenied = server.deniesConnectors === true && operation.name === 'Get-PhsConnector';
        return answer(isDenied ? [] : checked(rowsFor(operation.name, server)), isDenied);
      }
      server.onQuestion?.(args);
      const pages = server.answers[Math.min(questions, server.answers.length - 1)] ?? [];
      questions += 1;
      for (const page of server.deniesLog === true ? [] : pages) {
        server.onPage?.(page);
        await options.onRows?.(checked(page));
      }
      return answer([], server.deniesLog === true);
    },
  };
}

/** The same, opened. */
export function openedEvents(server: EventServer): OpenedSession {
  return { session: eventSession(server), now, simulated: true, close: () => Promise.resolve() };
}
