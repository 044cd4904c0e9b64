import { describe, expect, test } from '@jest/globals';
import { adversarialTexts } from '../support/adversarial-texts.js';
import { scriptExpressions } from '../support/script-expressions.js';

const expressions = scriptExpressions();

describe('regular expressions of the scripts', () => {
  test.each(expressions.filter(({ pattern }) => pattern !== '').map(({ place, pattern }) => [place, pattern] as const))(
    '%s reads 100,000 characters in less than a second: %s',
    (_, pattern) => {
      const expression = new RegExp(pattern, pattern.includes('\\p{') ? 'giu' : 'gi');
      const slow = [...adversarialTexts(expression, 100_000)].filter(({ text }) => {
        const before = process.cpuUsage();
        text.replace(expression, '');
        return process.cpuUsage(before).user > 1_000_000;
      });

      expect(slow.map(({ text }) => text.slice(0, 40))).toEqual([]);
    },
  );
});
