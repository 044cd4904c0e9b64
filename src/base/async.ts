import { CancelledError } from './errors.js';

/** A promise with its two ends outside; Node 20 has no Promise.withResolvers. */
export interface Deferred<Value> {
  readonly promise: Promise<Value>;
  readonly resolve: (value: Value) => void;
  readonly reject: (error: Error) => void;
}

/** A new, pending promise. A rejection that nobody awaits is not reported: the exit of a host may concern nobody. */
export function deferred<Value>(): Deferred<Value> {
  let resolve: (value: Value) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<Value>((onValue, onError) => {
    resolve = onValue;
    reject = onError;
  });
  promise.catch(() => undefined);
  return { promise, resolve, reject };
}

/** Where time comes from; tests put one in its place that they move themselves. */
export interface Timers {
  /** Calls `due` once, after so many ms; the function returned takes it back. */
  after(ms: number, due: () => void): () => void;
}

/** The timers of Node, which do not follow changes of the wall clock. */
export const systemTimers: Timers = {
  after: (ms, due) => {
    const timer = setTimeout(due, ms);
    return () => {
      clearTimeout(timer);
    };
  },
};

/** Waits so many ms, or until the signal fires; leaves neither a timer nor a listener behind. */
export function pause(ms: number, signal?: AbortSignal, timers: Timers = systemTimers): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) {
      resolve();
      return;
    }
    const done = (): void => {
      cancel();
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const cancel = timers.after(ms, done);
    signal?.addEventListener('abort', done, { once: true });
  });
}

/** Whether the promise settles, in either way, within so many ms. */
export async function settlesWithin(
  promise: Promise<unknown>,
  ms: number,
  timers: Timers = systemTimers,
): Promise<boolean> {
  const waited = new AbortController();
  const settled = promise.then(
    () => true,
    () => true,
  );
  try {
    return await Promise.race([settled, pause(ms, waited.signal, timers).then(() => false)]);
  } finally {
    waited.abort();
  }
}

/** Waits for the promise, but no longer than until the signal fires: then it rejects with a CancelledError. */
export async function abortable<Value>(promise: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (signal === undefined) {
    return promise;
  }
  let stop: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = (): void => {
      reject(new CancelledError('Interrupted.'));
    };
    if (signal.aborted) {
      stop();
    } else {
      signal.addEventListener('abort', stop, { once: true });
    }
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
