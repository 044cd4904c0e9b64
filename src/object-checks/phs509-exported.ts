import type { ConnectorSpaceObject } from '../model/object-trace.js';
import type { Evidence, Remedy } from '../model/finding.js';
import { errorCodes, readPart, traceEvidence, type ObjectCheck, type ObjectVerdict } from './object-check.js';
import { findAttribute } from './phs506-metaverse.js';

const exportRemedy: Remedy = {
  text: 'Let the next cycle export the object; if it is still missing, check the errors of the last export to Microsoft Entra ID in Synchronization Service Manager (duplicate attribute values are the usual cause), correct the attribute in Active Directory and synchronize.',
  commands: ['Start-ADSyncSyncCycle -PolicyType Delta'],
};

function fail(message: string, evidence: readonly Evidence[], reason = message): ObjectVerdict {
  return { status: 'fail', message, reason, evidence, remedy: exportRemedy };
}

function judgeTarget(target: ConnectorSpaceObject): ObjectVerdict {
  const anchor = findAttribute(target, 'cloudAnchor');
  const evidence = [
    traceEvidence('target', 'DistinguishedName', target.distinguishedName),
    traceEvidence('target', 'HasExportError', target.hasExportError),
    traceEvidence('target', 'ExportedChangedNotReimported', target.exportedChangedNotReimported),
    traceEvidence('target', 'cloudAnchor', anchor?.values.join(', ') ?? null),
  ];
  if (target.hasExportError === true) {
    const what = target.exportError ?? 'no text';
    const tell = (error: string): string => `The export of the object to Microsoft Entra ID failed: ${error}`;
    return fail(tell(what), evidence, tell(errorCodes(what)));
  }
  if (target.isPlaceHolder === true || target.isTransient === true) {
    return fail('The object in the Entra connector space is a place holder; it has not been exported.', evidence);
  }
  if (target.exportedChangedNotReimported === true) {
    return {
      status: 'warn',
      message: 'The object was exported to Microsoft Entra ID, but no import has confirmed it yet.',
      evidence,
      remedy: { text: 'The next cycle imports it.', commands: ['Start-ADSyncSyncCycle -PolicyType Delta'] },
    };
  }
  // Attributes are there, but not the one that only an import from Entra brings.
  if (anchor === undefined && target.attributes.length > 0) {
    return fail('The object waits to be exported to Microsoft Entra ID: it has no cloudAnchor yet.', evidence);
  }
  return { status: 'pass', message: 'The object was exported to Microsoft Entra ID.', evidence };
}

/** Microsoft's page, "The Active Directory object isn't exported". */
export const phs509Exported: ObjectCheck = {
  id: 'PHS509',
  title: 'The object was exported to Microsoft Entra ID',
  leg: 'target',
  needs: ['target'],
  run: ({ trace }) => {
    const target = readPart(trace.target);
    return target === undefined
      ? fail('There is no object in the Entra connector space.', [traceEvidence('target', 'Object', null)])
      : judgeTarget(target);
  },
};
