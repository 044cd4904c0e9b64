import { missingAbove, readPart, type ObjectCheck } from './object-check.js';
import { judgePasswordRule } from './password-rule.js';

/** Microsoft's page, step k. The name on the page differs from the one on the server (facts 1.11). */
export const phs510OutboundRule: ObjectCheck = {
  id: 'PHS510',
  title: 'A rule that synchronizes the password outbound was applied',
  leg: 'target',
  needs: ['target'],
  run: (subject) => {
    const target = readPart(subject.trace.target);
    return target === undefined
      ? missingAbove('object in the Entra connector space')
      : judgePasswordRule(target, subject, {
          part: 'target',
          direction: 'Outbound',
          defaultName: 'Out to AAD - User Join',
          because: '',
        });
  },
};
