import { quoteForPowerShell } from '../base/text.js';
import { needsActiveDirectory } from '../model/command-comments.js';
import type { Remedy } from '../model/finding.js';
import { findExclusion, isMarkedFiltered, noWriteback } from './selective-phs.js';
import { missingAbove, readPart, type ObjectCheck, type ObjectSubject } from './object-check.js';
import { judgePasswordRule } from './password-rule.js';
import { serverOption } from './server-option.js';

const notFiltered = 'adminDescription is PHSFiltered, but no rule leaves the user out.';

function includeUser({ trace }: ObjectSubject): Remedy {
  const name = trace.distinguishedName ?? trace.reference.text;
  return {
    text: 'Nothing, if that is intended (selective password hash synchronization). To include the user, change the attribute by which the rules choose users (adminDescription in the documented set-up: PHSFiltered excludes, PHSIncluded includes) or the scoping filter of the rule; the next full synchronization applies it.',
    commands: [
      needsActiveDirectory,
      `Get-ADUser -Identity ${quoteForPowerShell(name)}${serverOption(name)} -Properties adminDescription`,
      '# After the change:',
      'Start-ADSyncSyncCycle -PolicyType Initial',
    ],
  };
}

/** Microsoft's page, step h: at least one rule in the lineage has PasswordSync. */
export const phs505InboundRule: ObjectCheck = {
  id: 'PHS505',
  title: 'A rule that synchronizes the password inbound was applied',
  leg: 'source',
  needs: ['source'],
  run: (subject) => {
    const source = readPart(subject.trace.source);
    if (source === undefined) {
      return missingAbove('object in the AD connector space');
    }
    if (source.metaverseObjectId === null && source.lineage.length === 0) {
      // An object that is not joined has no lineage: the missing join is the cause, not the rule.
      const message = 'Not evaluated: the object is not joined to the metaverse, so no rule shows in its lineage.';
      return { status: 'skip', blockedBy: 'PHS506', message, evidence: [] };
    }
    const exclusion = findExclusion(subject);
    if (exclusion !== undefined) {
      return {
        status: 'warn',
        message: `Its password is not synchronized on purpose: ${exclusion.reason}. ${noWriteback}`,
        evidence: exclusion.evidence,
        remedy: includeUser(subject),
        settles: true,
      };
    }
    const disabled = readPart(subject.trace.directory)?.accountDisabled === true;
    const verdict = judgePasswordRule(source, subject, {
      part: 'source',
      direction: 'Inbound',
      defaultName: 'In from AD - User AccountEnabled',
      because: disabled ? '; the account is disabled in Active Directory' : '',
    });
    return verdict.status === 'pass' && isMarkedFiltered(subject)
      ? { ...verdict, status: 'warn', message: `${verdict.message} ${notFiltered}`, remedy: includeUser(subject) }
      : verdict;
  },
};
