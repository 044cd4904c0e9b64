import type { GuardFacts } from '../guard/judge-connector-pairs.js';
import type { ObjectReference } from '../model/object-trace.js';
import type { PsSession } from '../ps/session.js';
import { collectDiagnosisFurther } from './collect-diagnosis.js';
import { buildObjectSource } from './collect-objects.js';
import { collectSecondOpinion } from './collect-second-opinion.js';
import type { CollectOptions } from './collect-server.js';

/** The window of findings when nothing else is asked for, in ms: that of `status` and `diagnose`. */
const findingsWindowMs = 10_800_000;

/** What a bundle is to hold beside what every bundle holds. */
export interface BundleRequest extends CollectOptions {
  /** Objects to follow, one after the other. */
  readonly references: AsyncIterable<ObjectReference>;
  readonly secondOpinion: boolean;
}

/**
 * Asks everything that `status`, `diagnose`, `events` and `report` ask, with events of `sinceMs`, so that a recording of it
 * answers each of them. Nothing is judged; answers what shows whether a run of the tool left synchronization off. Rejects as
 * `collectServer` does.
 */
export async function collectBundle(session: PsSession, request: BundleRequest): Promise<GuardFacts> {
  const { sinceMs, references, secondOpinion, ...common } = request;
  const options: CollectOptions = {
    ...common,
    sinceMs: Math.min(findingsWindowMs, sinceMs),
    widestWindowMs: sinceMs,
  };
  const { asker, facts } = await collectDiagnosisFurther(session, options);
  const windowStartsAt = new Date(options.now.getTime() - sinceMs).toISOString();
  const source = await buildObjectSource(session, asker, { ...facts, windowStartsAt }, options);
  if (secondOpinion) {
    const { signal, onProgress, modulePath } = options;
    await collectSecondOpinion(session, { facts, modulePath }, { signal, onProgress });
  }
  const follow = source.follow(undefined, secondOpinion);
  for await (const reference of references) {
    await follow(reference);
  }
  return facts;
}
