import type { Context } from '../command-line/context.js';
import { ExitCode } from '../base/exit-codes.js';
import { findPairsLeftOff, type GuardFacts } from '../guard/judge-connector-pairs.js';
import { escapeForTerminal } from '../base/escape.js';
import type { AnswerSource } from '../model/source.js';
import { chooseTimes } from '../output/text-look.js';
import { replayLine } from '../views/source-text.js';
import { forSameServer, type SameServer } from './for-same-server.js';

/** Why what the guard knows could not be read, where it can be: an old recording, or another system, holds nothing of it. */
function whyUnread({ guard }: GuardFacts): string | undefined {
  const holdsNothing = guard.known || guard.reason.code === 'not-collected' || guard.reason.code === 'not-supported';
  return holdsNothing ? undefined : guard.reason.message;
}

/**
 * Says on stderr, beside the result of a command that does not judge the server, which pairs a run left off, or may have, and
 * what to do; exit code 7 then, else 0. That it could not be read is said as well. Said also with --quiet: it cannot wait.
 */
export function sayLeftOff(
  ctx: Pick<Context, 'io' | 'env'>,
  facts: GuardFacts,
  given: SameServer & { readonly source: AnswerSource; readonly utc?: boolean },
): typeof ExitCode.ok | typeof ExitCode.leftOff {
  const pairs = findPairsLeftOff(facts);
  const unread = whyUnread(facts);
  if (unread !== undefined) {
    ctx.io.stderr(
      `Whether a full password sync of phs-tool left synchronization off is not known. ${escapeForTerminal(unread)}\n`,
    );
  }
  const line = pairs.length === 0 ? undefined : replayLine(given.source);
  const times = chooseTimes(ctx, given);
  if (line !== undefined) {
    ctx.io.stderr(`${times.write(line)}\n`);
  }
  for (const { explanation } of pairs) {
    const { headline, now, safe, next } = explanation;
    const said = [`${headline} ${now}`, safe, ...forSameServer(next, given).map((line) => `  ${line}`)];
    ctx.io.stderr(`${times.write(said.map(escapeForTerminal).join('\n'))}\n`);
  }
  return pairs.length > 0 ? ExitCode.leftOff : ExitCode.ok;
}
