import { valueIfKnown } from '../checks/check.js';
import { isEntraConnector } from '../model/connector-kind.js';
import type { MetaverseLink } from '../model/object-trace.js';
import { missingAbove, readPart, traceEvidence, type ObjectCheck, type ObjectSubject } from './object-check.js';

function isEntraLink({ server, trace }: ObjectSubject): (link: MetaverseLink) => boolean {
  const ids = (valueIfKnown(server.connectors) ?? [])
    .filter(isEntraConnector)
    .map(({ identifier }) => identifier.toLowerCase());
  const target = readPart(trace.target)?.objectId.toLowerCase();
  return ({ connectorId, objectId }) => ids.includes(connectorId.toLowerCase()) || objectId.toLowerCase() === target;
}

/** Microsoft's page, step j: connectors to both sides. */
export const phs508EntraLink: ObjectCheck = {
  id: 'PHS508',
  title: 'The object is connected to Microsoft Entra ID',
  leg: 'target',
  needs: ['metaverse'],
  run: (subject) => {
    const metaverse = readPart(subject.trace.metaverse);
    if (metaverse === undefined) {
      return missingAbove('object in the metaverse');
    }
    const evidence = metaverse.links.map(({ connectorName, distinguishedName }) =>
      traceEvidence('metaverse', `Connector "${connectorName}"`, distinguishedName),
    );
    if (metaverse.links.some(isEntraLink(subject))) {
      return { status: 'pass', message: 'The metaverse object is connected to both sides.', evidence };
    }
    const names = metaverse.links.map(({ connectorName }) => `"${connectorName}"`).join(', ');
    return {
      status: 'fail',
      message: `The metaverse object is not connected to Microsoft Entra ID${names === '' ? '' : `, only to ${names}`}: no outbound rule provisioned it.`,
      evidence,
      remedy: {
        text: 'See which outbound rule should provision the user ("Out to AAD - User Join") and which of its scoping conditions the user does not meet, for example sourceAnchor or cloudFiltered; look for errors of the last synchronization; then synchronize.',
        commands: ['Start-ADSyncSyncCycle -PolicyType Delta'],
      },
    };
  },
};
