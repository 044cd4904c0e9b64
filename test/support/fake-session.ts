import type { PsFailure } from '../../src/model/ps-failure.js';
import type { Answer, PsSession, RunOptions, SessionInfo } from '../../src/ps/session.js';
import { checkRows } from '../../src/ps/pages.js';
import type { ArgumentsOf, Operation, RowOf } from '../../src/scripts/operation.js';

/** What a fake session says of itself. */
export const fakeInfo: SessionInfo = {
  psVersion: '5.1.20348.2227',
  edition: 'Desktop',
  languageMode: 'FullLanguage',
  processId: 4711,
  is64Bit: true,
  clrVersion: '4.0.30319.42000',
  osVersion: 'Microsoft Windows NT 10.0.20348.0',
  culture: 'en-US',
  timeZone: 'UTC',
};

/** A failure as PowerShell flattens it; each part can be given. */
export function failure(parts: Partial<PsFailure> = {}): PsFailure {
  return {
    message: 'Something went wrong.',
    errorId: 'SomethingWrong,Some.Cmdlet',
    category: 'NotSpecified',
    exceptionTypes: ['System.Exception'],
    hresult: '80131500',
    position: '',
    ...parts,
  };
}

/** What a fake session does when an operation is asked for. */
export type FakeReply =
  | { readonly rows: readonly unknown[]; readonly errors?: readonly PsFailure[] }
  | { readonly failed: PsFailure }
  | { readonly timeout: true; readonly rows?: readonly unknown[] }
  /** With rows: they are handed over before. */
  | { readonly rejects: Error; readonly rows?: readonly unknown[] };

/** One request that a fake session got. */
export interface FakeRequest {
  readonly operation: string;
  readonly args: unknown;
}

/** Replies by operation name; a function may reply differently to each request. */
export type FakeReplies = Readonly<Record<string, FakeReply | ((args: unknown, count: number) => FakeReply)>>;

/** A session that answers by operation name from what the test wrote down; rows are checked as those of a live session. */
export class FakeSession implements PsSession {
  readonly requests: FakeRequest[] = [];
  infoError: Error | undefined;

  constructor(private readonly replies: FakeReplies) {}

  info(): Promise<SessionInfo> {
    return this.infoError === undefined ? Promise.resolve(fakeInfo) : Promise.reject(this.infoError);
  }

  run<Op extends Operation>(
    operation: Op,
    args: ArgumentsOf<Op>,
    options: RunOptions<RowOf<Op>> = {},
  ): Promise<Answer<RowOf<Op>>> {
    const checked: unknown = operation.arguments.parse(args);
    const count = this.requests.filter((request) => request.operation === operation.name).length;
    this.requests.push({ operation: operation.name, args: checked });
    const planned = this.replies[operation.name];
    if (planned === undefined) {
      return Promise.reject(new Error(`The test has no reply for ${operation.name}.`));
    }
    const reply = typeof planned === 'function' ? planned(checked, count) : planned;
    if ('rejects' in reply) {
      if (reply.rows !== undefined) void options.onRows?.(checkRows(operation, reply.rows));
      return Promise.reject(reply.rejects);
    }
    return Promise.resolve(toAnswer(operation, reply, options));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** Names of the operations in the order in which they were asked for. */
  get asked(): string[] {
    return this.requests.map(({ operation }) => operation);
  }
}

function toAnswer<Op extends Operation>(
  operation: Op,
  reply: Exclude<FakeReply, { readonly rejects: Error }>,
  { onRows }: RunOptions<RowOf<Op>>,
): Answer<RowOf<Op>> {
  const nothing = { rows: [], errors: [], warnings: [], information: [], durationMs: 1 };
  if ('failed' in reply) {
    return { ...nothing, state: 'failed', errors: [reply.failed] };
  }
  if ('timeout' in reply) {
    const came = checkRows(operation, reply.rows ?? []);
    void onRows?.(came);
    return { ...nothing, state: 'timeout', rows: onRows === undefined ? came : [] };
  }
  const rows = checkRows(operation, reply.rows);
  void onRows?.(rows);
  return { ...nothing, state: 'completed', rows: onRows === undefined ? rows : [], errors: reply.errors ?? [] };
}
