import { missingAbove, readPart, traceEvidence, type ObjectCheck, type ObjectVerdict } from './object-check.js';
import type { ObjectTrace } from '../model/object-trace.js';

function judge({ source, directory }: ObjectTrace): ObjectVerdict {
  const object = readPart(source);
  if (object === undefined) {
    return missingAbove('object in the AD connector space');
  }
  const classes = readPart(directory)?.objectClasses ?? [];
  const shown = [
    traceEvidence('source', 'ObjectType', object.objectType),
    ...(classes.length === 0 ? [] : [traceEvidence('directory', 'objectClass', classes.join(', '))]),
  ];
  const all = [object.objectType, ...classes].map((name) => name.toLowerCase());
  if (all.includes('inetorgperson')) {
    return {
      status: 'fail',
      message: 'The object is an inetOrgPerson; password hash synchronization supports objects of class user only.',
      evidence: shown,
      remedy: {
        text: 'Passwords of inetOrgPerson objects are not synchronized, whatever the rules say. Create an account of class user for this person, or convert the object (remove inetOrgPerson from its objectClass) after testing that with one account.',
        commands: [],
      },
    };
  }
  if (object.objectType.toLowerCase() !== 'user') {
    return {
      status: 'fail',
      message: `The object is a ${object.objectType}; only users have passwords that are synchronized.`,
      evidence: shown,
      remedy: { text: 'Check that this is the DN of the user account that was meant.', commands: [] },
    };
  }
  return { status: 'pass', message: 'The object is a user.', evidence: shown };
}

/** Only object class user is supported (facts 4.1). */
export const phs504ObjectClass: ObjectCheck = {
  id: 'PHS504',
  title: "The object's class is supported",
  leg: 'source',
  needs: ['source'],
  run: ({ trace }) => judge(trace),
};
