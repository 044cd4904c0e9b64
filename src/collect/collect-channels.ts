import { isAdConnector } from '../model/connector-kind.js';
import { known, unknown, type Fact } from '../model/fact.js';
import type { Channel, Connector } from '../model/facts.js';
import { getPhsChannel } from '../scripts/get-phs-channel.js';
import type { RowOf } from '../scripts/operation.js';
import type { Asker } from './ask.js';
import { classifyFailure, reason } from '../model/classify-failure.js';

/** The connectors to Active Directory forests; none when the connectors are not known. */
export function adConnectors(connectors: Fact<readonly Connector[]>): readonly Connector[] {
  return connectors.known ? connectors.value.filter(isAdConnector) : [];
}

function toChannel(row: RowOf<typeof getPhsChannel>, serviceStatus: string | undefined): Channel {
  const { connectorName, enabled, targetConnector, failure } = row;
  const summary = `the password synchronization channel of "${connectorName}"`;
  if (failure !== null) {
    return { connectorName, configuration: unknown(classifyFailure(failure, { summary, serviceStatus })) };
  }
  return {
    connectorName,
    configuration:
      enabled === null
        ? unknown(reason('not-found', `Could not read ${summary}: the answer is empty.`))
        : known({ enabled, targetConnector }),
  };
}

/** The password synchronization channels of all AD connectors; a channel that cannot be read has its reason in its place. */
export async function readChannels(
  asker: Asker,
  connectors: Fact<readonly Connector[]>,
): Promise<Fact<readonly Channel[]>> {
  if (!connectors.known) {
    return unknown(connectors.reason);
  }
  const names = adConnectors(connectors).map(({ name }) => name);
  if (names.length === 0) {
    return known([]);
  }
  const rows = await asker.rowsFromModule(getPhsChannel, { connectorName: names });
  return rows.known ? known(rows.value.map((row) => toChannel(row, asker.serviceStatus))) : rows;
}
