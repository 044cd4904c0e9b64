import { blindlyLeftOff } from '../guard/blind-pairs.js';
import type { GuardFacts } from '../guard/judge-connector-pairs.js';
import { unknown } from '../model/fact.js';
import { getPhsConnector } from '../scripts/get-phs-connector.js';
import type { Asker } from './ask.js';
import { reason } from '../model/classify-failure.js';
import { readChannels } from './collect-channels.js';
import { collectGuard } from './collect-guard.js';

/**
 * Reads what shows whether a run of the tool left synchronization off: what the guard knows, and the server itself only where
 * a run may have switched it off, so that commands that do not judge a server can still say so. The session has the ADSync
 * module loaded. Rejects as {@link Asker} does.
 */
export async function collectLeftOff(asker: Asker): Promise<GuardFacts> {
  const guard = await collectGuard(asker);
  if (!guard.known || blindlyLeftOff(guard.value).length === 0) {
    const why = guard.known ? 'no run can have switched it off' : 'what the guard knows could not be read';
    const unasked = unknown(reason('not-collected', `The server was not asked: ${why}.`));
    return { guard, connectors: unasked, channels: unasked };
  }
  const connectors = await asker.rowsFromModule(getPhsConnector, {});
  return { guard, connectors, channels: await readChannels(asker, connectors) };
}
