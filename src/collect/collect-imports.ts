import { readStaging } from '../checks/staging.js';
import { isPhsConnector } from '../model/connector-kind.js';
import { known, unknown, type Fact } from '../model/fact.js';
import type { Facts } from '../model/facts.js';
import { reason } from '../model/classify-failure.js';
import { importRunsAsked, type LastImport } from '../model/last-import.js';
import { getPhsLastImport } from '../scripts/get-phs-last-import.js';
import type { Asker } from './ask.js';

/**
 * The last imports of a server in staging mode. An active server exports what it imports, so its signs of life say more; and the
 * history is large.
 */
export async function readLastImports(
  asker: Asker,
  facts: Pick<Facts, 'scheduler' | 'globalSetting' | 'connectors'>,
): Promise<Fact<readonly LastImport[]>> {
  const { enabled, reason: why } = readStaging(facts);
  if (enabled !== true) {
    const message = 'Only a server in staging mode is asked for its last imports.';
    return unknown(enabled === false ? reason('not-collected', message) : (why ?? reason('not-collected', message)));
  }
  const { connectors } = facts;
  if (!connectors.known) {
    return unknown(connectors.reason);
  }
  const connectorId = connectors.value.filter(isPhsConnector).map(({ identifier }) => identifier);
  return connectorId.length === 0
    ? known([])
    : asker.rowsFromModule(getPhsLastImport, { connectorId, numberRequested: importRunsAsked });
}
