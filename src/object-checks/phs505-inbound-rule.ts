import { missingAbove, readPart, type ObjectCheck } from './object-check.js';
import { judgePasswordRule } from './password-rule.js';

/** Microsoft's page, step h: at least one rule in the lineage has PasswordSync. */
export const phs505InboundRule: ObjectCheck = {
  id: 'PHS505',
  title: 'A rule that synchronizes its password inbound was applied',
  leg: 'source',
  needs: ['source'],
  run: (subject) => {
    const source = readPart(subject.trace.source);
    if (source === undefined) {
      return missingAbove('object in the AD connector space');
    }
    if (source.metaverseObjectId === null && source.lineage.length === 0) {
      // An object that is not joined has no lineage: the missing join is the cause, not the rule.
      const message = 'Not judged: the object is not joined to the metaverse, so no rule shows in its lineage.';
      return { status: 'skip', blockedBy: 'PHS506', message, evidence: [] };
    }
    const disabled = readPart(subject.trace.directory)?.accountDisabled === true;
    return judgePasswordRule(source, subject, {
      part: 'source',
      direction: 'Inbound',
      defaultName: 'In from AD - User AccountEnabled',
      because: disabled ? '; the account is disabled in Active Directory' : '',
    });
  },
};
