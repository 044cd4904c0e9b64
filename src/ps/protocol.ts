import { CancelledError, PsError } from '../base/errors.js';
import { takeAnswerFrame, waitUntil } from './protocol-answer.js';
import { brokenModule, damaged, hostEnded, noAnswer, notReady } from './connection-errors.js';
import type { Frame } from './frames.js';
import type { HostExit } from './host.js';
import { decodePayload, encodeRequest } from './payload.js';
import {
  endFor,
  stay,
  trace,
  type ConnectionEffect,
  type ConnectionInput,
  type ConnectionState,
  type Flight,
  type ProtocolRules,
  type RequestData,
  type Step,
} from './protocol-state.js';
import { remoteError, requireNative } from './remote-errors.js';
import { sessionInfoSchema } from './session.js';
import { describeExit, startError } from './start-error.js';
import { openedSchema, type AheadData, type Opened } from './wire.js';

/** Stray lines that are kept while a host starts, and the part of each that is kept and traced. */
const mostStrayLines = 50;
const mostOfStrayLine = 500;

/**
 * Protocol PHS1 of one host, from its start to its end, with at most one request in flight: what follows from one input.
 * Pure: neither a process nor a clock is touched, so that every row of the failure table is a row of a test.
 */
export function step(rules: ProtocolRules, state: ConnectionState, input: ConnectionInput): Step {
  switch (input.type) {
    case 'frame':
      return takeFrame(rules, state, input.frame, input.at);
    case 'stray':
      return takeStray(state, input.line.slice(0, mostOfStrayLine));
    case 'damaged':
      return endFor(state, damaged(input.problem));
    case 'request':
      return takeRequest(rules, state, input.request, input.at);
    case 'refused':
      return state.phase === 'busy' ? refusePage(state, input.error) : stay(state);
    case 'read-on':
      return state.phase === 'busy' ? stay(postpone(state, input.heldMs)) : stay(state);
    case 'abort':
      // A changing operation is never cut: it ends by itself and the journal stays truthful.
      return state.phase === 'busy' && !state.flight.mutates
        ? endFor(state, new CancelledError('Interrupted.'))
        : stay(state);
    case 'cut':
      return state.phase === 'busy' ? endFor(state, input.reason) : stay(state);
    case 'close':
      return endFor(state, closedReason(state));
    case 'tick':
      return takeTick(rules, state, input.at);
    case 'exit':
      return takeExit(rules, state, input.exit, input.stderr);
  }
}

function closedReason(state: ConnectionState): PsError {
  return new PsError(
    'E_CLOSED',
    state.phase === 'busy'
      ? 'The PowerShell session was closed during this request.'
      : 'The PowerShell session is closed.',
  );
}

function takeFrame(rules: ProtocolRules, state: ConnectionState, frame: Frame, at: number): Step {
  if (state.phase === 'ending' || state.phase === 'ended') {
    return stay(state);
  }
  if (state.phase === 'starting') {
    return takeStartFrame(rules, state, frame);
  }
  if (state.phase === 'busy' && state.flight.id === frame.requestId) {
    return takeAnswerFrame(rules, state, frame, at);
  }
  return stay(state, trace(`dropped a late frame of request ${frame.requestId}`));
}

type Starting = Extract<ConnectionState, { phase: 'starting' }>;

/** HELLO says what the host is and is answered with the server to talk to; READY ends the start. */
function takeStartFrame(rules: ProtocolRules, state: Starting, frame: Frame): Step {
  const { limits } = rules;
  try {
    if (frame.kind === 'hello' && state.greeting === undefined) {
      const greeting = sessionInfoSchema.parse(decodePayload(frame.payload, limits));
      return {
        state: { ...state, greeting },
        effects: [
          trace(`hello ${greeting.edition} ${greeting.psVersion} process ${greeting.processId}`),
          { do: 'send', line: `OPEN ${encodeRequest(rules.opening)}` },
        ],
      };
    }
    if (frame.kind === 'ready' && state.greeting !== undefined) {
      const opened = openedSchema.parse(decodePayload(frame.payload, limits));
      return opened.failure === null ? takeReady(rules, state, opened) : endFor(state, notOpened(rules, opened));
    }
  } catch (cause) {
    return endFor(state, new PsError('E_START', 'PowerShell said HELLO in an unexpected form.', { cause }));
  }
  return stay(state, trace(`dropped a frame "${frame.kind}" during the start`));
}

/** Who answers from now on: this host, or the PowerShell of the server that it reached. */
function takeReady(rules: ProtocolRules, state: Starting, { remote }: Opened): Step {
  const foreign = rules.remote === undefined || remote === null ? undefined : requireNative(rules.remote, remote);
  const info = remote ?? state.greeting;
  if (foreign !== undefined || info === undefined) {
    return endFor(state, foreign ?? brokenModule('it said READY before HELLO'));
  }
  const over = remote === null ? '' : ` over ${remote.edition} ${remote.psVersion} process ${remote.processId}`;
  return {
    state: { phase: 'idle', requests: 0 },
    effects: [trace(`ready${over}`), { do: 'ready', info }],
  };
}

function notOpened({ remote }: ProtocolRules, { failure, transportCode, said }: Opened): Error {
  if (remote !== undefined && failure !== null) {
    return remoteError(remote, { failure, transportCode, said });
  }
  return brokenModule(failure?.message ?? '');
}

function takeStray(state: ConnectionState, line: string): Step {
  const next =
    state.phase === 'starting' && state.strayLines.length < mostStrayLines
      ? { ...state, strayLines: [...state.strayLines, line] }
      : state;
  return stay(next, trace(`stray ${line}`));
}

function takeRequest(rules: ProtocolRules, state: ConnectionState, request: RequestData, at: number): Step {
  if (state.phase === 'ending' || state.phase === 'ended') {
    return stay(state, { do: 'reject', error: state.reason });
  }
  if (state.phase !== 'idle') {
    throw new TypeError(`A request was made while the connection was ${state.phase}.`);
  }
  const { operation, deadlineMs, mutates } = request;
  const requests = state.requests + 1;
  const id = String(requests);
  const deadlineAt = at + deadlineMs;
  const flight: Flight = {
    ...{ id, operation, mutates, startedAt: at, deadlineAt },
    ...{ nextSequence: 0, received: 0, problem: undefined },
  };
  const { ahead = [] } = request;
  const begin: ConnectionEffect[] = [
    trace(`ahead ${ahead.map((question) => question.operation).join(' ')}`),
    { do: 'send', line: `AHEAD ${ahead.map((question) => payloadOf(rules, question)).join(' ')}` },
  ];
  return {
    state: { phase: 'busy', requests, flight, dueAt: waitUntil(rules, flight, at) },
    effects: [
      ...(ahead.length === 0 ? [] : begin),
      trace(`request ${id} ${operation}`),
      { do: 'send', line: `REQ ${id} ${deadlineMs} ${payloadOf(rules, request)}` },
    ],
  };
}

/** What a request carries; the same question has the same text, by which one that was begun ahead is found again. */
function payloadOf({ limits }: ProtocolRules, { operation, arguments: args, columns, mutates }: AheadData): string {
  return encodeRequest({ operation, arguments: args, columns: [...columns], pageSize: limits.pageSize, mutates });
}

function refusePage(state: Extract<ConnectionState, { phase: 'busy' }>, error: Error): Step {
  return stay({ ...state, flight: { ...state.flight, problem: state.flight.problem ?? error } });
}

/** Time in which the host was not read is none in which it was silent. */
function postpone(state: Extract<ConnectionState, { phase: 'busy' }>, ms: number): ConnectionState {
  const { flight, dueAt } = state;
  return {
    ...state,
    flight: { ...flight, deadlineAt: flight.deadlineAt + ms },
    dueAt: dueAt === undefined ? undefined : dueAt + ms,
  };
}

function takeTick({ executable, limits }: ProtocolRules, state: ConnectionState, at: number): Step {
  if (state.phase === 'starting' && at >= state.dueAt) {
    return endFor(state, notReady(executable, limits.startMs));
  }
  if (state.phase === 'busy' && state.dueAt !== undefined && at >= state.dueAt) {
    const { operation, startedAt } = state.flight;
    return endFor(state, noAnswer(operation, at - startedAt));
  }
  return stay(state);
}

function takeExit({ executable }: ProtocolRules, state: ConnectionState, exit: HostExit, stderr: string): Step {
  if (state.phase === 'ended') {
    return stay(state);
  }
  const said = stderr === '' ? '' : `\n${stderr}`;
  const ended = trace(`ended (${describeExit(exit)}${describeLeft(exit)})${said}`);
  const reason = state.phase === 'ending' ? state.reason : undefined;
  if (state.phase === 'starting' || (state.phase === 'ending' && !state.wasReady)) {
    const strayLines = state.phase === 'starting' ? state.strayLines : [];
    const error = reason ?? startError({ executable, exit, stderr, strayLines });
    return { state: { phase: 'ended', reason: error }, effects: [ended, { do: 'not-ready', error }] };
  }
  const flight = 'flight' in state ? state.flight : undefined;
  const error = reason ?? hostEnded(flight?.operation, exit, stderr);
  const rejected: ConnectionEffect[] = flight === undefined ? [] : [{ do: 'reject', error }];
  return { state: { phase: 'ended', reason: error }, effects: [ended, ...rejected] };
}

function describeLeft({ left }: HostExit): string {
  switch (left) {
    case undefined:
      return '';
    case 'process':
      return '; the process could not be ended and was let go';
    case 'output':
      return '; a program that it started may still run, because its output stayed open';
  }
}
