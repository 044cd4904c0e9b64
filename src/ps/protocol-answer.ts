import { PsError } from '../base/errors.js';
import type { Frame } from './frames.js';
import { decodePayload } from './payload.js';
import {
  endFor,
  stay,
  trace,
  type ConnectionEffect,
  type ConnectionState,
  type Flight,
  type ProtocolRules,
  type Step,
} from './protocol-state.js';
import { connectionLost } from './remote-errors.js';
import { envelopeSchema, type Envelope } from './wire.js';

type Busy = Extract<ConnectionState, { phase: 'busy' }>;

/** The part of a document that is not CLIXML which goes into the trace. */
const mostOfDocument = 4_000;

/** Until when an answer is waited for; a change has no deadline in Node: its own script decides when it is over. */
export function waitUntil({ limits }: ProtocolRules, flight: Flight, at: number): number | undefined {
  return flight.mutates ? undefined : Math.max(flight.deadlineAt, at) + limits.graceMs;
}

/** What follows from a frame of the request in flight. */
export function takeAnswerFrame(rules: ProtocolRules, state: Busy, frame: Frame, at: number): Step {
  const { maxAnswerLength } = rules.limits;
  const received = state.flight.received + frame.payload.length;
  if (frame.sequence !== state.flight.nextSequence) {
    return endFor(state, new PsError('E_FRAME', 'PowerShell sent an answer with a part missing.'));
  }
  if (received > maxAnswerLength) {
    return endFor(state, new PsError('E_TOO_LARGE', 'PowerShell sent an answer that is larger than allowed.'));
  }
  const flight = { ...state.flight, received, nextSequence: frame.sequence + 1 };
  const next = { ...state, flight, dueAt: waitUntil(rules, flight, at) };
  switch (frame.kind) {
    case 'part':
      return takePage(rules, next, frame);
    case 'end':
      return takeEnd(rules, next, frame);
    default:
      return endFor(state, new PsError('E_FRAME', 'PowerShell sent an answer of an unknown kind.'));
  }
}

function takePage({ limits }: ProtocolRules, state: Busy, frame: Frame): Step {
  if (state.flight.problem !== undefined) {
    return stay(state);
  }
  const traced: ConnectionEffect[] = [];
  try {
    const page = decodePayload(frame.payload, limits, (document) => {
      traced.push(trace(`undecodable ${document.slice(0, mostOfDocument)}`));
    });
    return stay(state, { do: 'page', page });
  } catch (error) {
    const problem = asError(error);
    return endsHost(problem) ? endFor(state, problem, ...traced) : stay(withProblem(state, problem), ...traced);
  }
}

function takeEnd(rules: ProtocolRules, state: Busy, frame: Frame): Step {
  const { limits } = rules;
  let envelope: Envelope;
  try {
    envelope = envelopeSchema.parse(decodePayload(frame.payload, limits));
  } catch (error) {
    const problem =
      error instanceof PsError
        ? error
        : new PsError('E_DECODE', 'PowerShell sent an answer whose end has an unexpected form.', { cause: error });
    return endsHost(problem)
      ? endFor(state, problem)
      : stay(idleAfter(state), { do: 'reject', error: state.flight.problem ?? problem });
  }
  const { problem, operation } = state.flight;
  if (envelope.state === 'lost') {
    return endFor(state, connectionLost(rules.remote, envelope.errors[0]));
  }
  const outcome: ConnectionEffect =
    problem === undefined ? { do: 'answer', envelope } : { do: 'reject', error: problem };
  return envelope.stuck
    ? endFor(idleAfter(state), new PsError('E_TIMEOUT_HARD', `${operation} could not be stopped.`), outcome)
    : stay(idleAfter(state), outcome);
}

function idleAfter({ requests }: Busy): ConnectionState {
  return { phase: 'idle', requests };
}

function withProblem(state: Busy, problem: Error): Busy {
  return { ...state, flight: { ...state.flight, problem } };
}

/** After damage or a flood nothing that this host says can be trusted; an answer of a wrong form is not a reason to end it. */
function endsHost(problem: Error): boolean {
  return problem instanceof PsError && (problem.code === 'E_FRAME' || problem.code === 'E_TOO_LARGE');
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
