import type { ConnectorSpaceObject, MetaverseObject, ObjectTrace, TracedAttribute } from '../model/object-trace.js';
import {
  errorCodes,
  missingAbove,
  readPart,
  traceEvidence,
  type ObjectCheck,
  type ObjectVerdict,
} from './object-check.js';

/** An attribute by name, whatever its case; undefined when it is not there or has no value. */
export function findAttribute(
  object: { readonly attributes: readonly TracedAttribute[] } | undefined,
  name: string,
): TracedAttribute | undefined {
  return object?.attributes.find(
    (attribute) => attribute.name.toLowerCase() === name.toLowerCase() && attribute.values.length > 0,
  );
}

function notJoined(source: ConnectorSpaceObject): ObjectVerdict {
  const error = source.synchronizationError ?? (source.hasSyncError === true ? 'not reported' : null);
  const tell = (why: string | null): string =>
    why === null
      ? 'The object has no object in the metaverse: it is not joined and no rule provisioned one.'
      : `The object has no object in the metaverse; its synchronization failed: ${why}`;
  return {
    status: 'fail',
    message: tell(error),
    reason: tell(error === null ? null : errorCodes(error)),
    evidence: [
      traceEvidence('source', 'ConnectedMVObjectId', source.metaverseObjectId),
      traceEvidence('source', 'IsConnector', source.isConnector),
      ...(error === null ? [] : [traceEvidence('source', 'SynchronizationError', error)]),
    ],
    remedy: {
      text: 'Look at the scoping filters and join rules of the inbound rules for this user, and at the errors of the last synchronization in Synchronization Service Manager; then synchronize again.',
      commands: ['Start-ADSyncSyncCycle -PolicyType Delta'],
    },
  };
}

function filtered(attribute: TracedAttribute): ObjectVerdict {
  const value = attribute.values.join(', ');
  const by = attribute.ruleName === null ? '' : ` It was set by the rule "${attribute.ruleName}".`;
  return {
    status: 'fail',
    message: `The metaverse object has cloudFiltered = ${value}: it is kept out of Microsoft Entra ID.${by}`,
    evidence: [traceEvidence('metaverse', 'cloudFiltered', `${value} (rule: ${attribute.ruleName ?? 'not reported'})`)],
    remedy: {
      text: 'See in the Synchronization Rules Editor why the rule sets cloudFiltered for this user (names that begin with SUPPORT_, MSOL_ or AAD_, system mailboxes, msExchRecipientTypeDetails, or a filter of your own), change the attribute or the rule, and synchronize.',
      commands: ['Start-ADSyncSyncCycle -PolicyType Delta'],
    },
  };
}

function judgeMetaverse(source: ConnectorSpaceObject, metaverse: MetaverseObject): ObjectVerdict {
  const cloudFiltered = findAttribute(metaverse, 'cloudFiltered');
  const shown = [traceEvidence('metaverse', 'ObjectId', metaverse.objectId)];
  if (cloudFiltered !== undefined) {
    return filtered(cloudFiltered);
  }
  if (source.hasSyncError === true) {
    const tell = (error: string): string =>
      `The object is in the metaverse, but its last synchronization failed: ${error}`;
    const error = source.synchronizationError ?? 'no text';
    return {
      status: 'warn',
      message: tell(error),
      reason: tell(errorCodes(error)),
      evidence: [...shown, traceEvidence('source', 'SynchronizationError', source.synchronizationError)],
      remedy: {
        text: 'Look at the error in Synchronization Service Manager and synchronize again.',
        commands: ['Start-ADSyncSyncCycle -PolicyType Delta'],
      },
    };
  }
  return { status: 'pass', message: 'The object is in the metaverse and is not cloudFiltered.', evidence: shown };
}

function judge({ source, metaverse }: ObjectTrace): ObjectVerdict {
  const object = readPart(source);
  if (object === undefined) {
    return missingAbove('object in the AD connector space');
  }
  const joined = readPart(metaverse);
  return joined === undefined ? notJoined(object) : judgeMetaverse(object, joined);
}

/** Microsoft's page, step i: no attribute cloudFiltered, whatever its value. */
export const phs506Metaverse: ObjectCheck = {
  id: 'PHS506',
  title: 'The object is in the metaverse and not cloudFiltered',
  leg: 'source',
  needs: ['source', 'metaverse'],
  run: ({ trace }) => judge(trace),
};
