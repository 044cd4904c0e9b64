import { describe, expect, test } from '@jest/globals';
import { beforeOpenPair, causesOf, sentencesOf } from '../../src/base/open-pair.js';

describe('a text that is cut', () => {
  test.each([
    ['Domain a.b cannot be reached (The specified domain', 'Domain a.b cannot be reached'],
    ['The setting "Restrict clients allowed', 'The setting'],
    ['One (two) and "three (four', 'One (two) and'],
    ['One [two (three) four', 'One'],
  ])('ends before the pair that it leaves open: %s', (cut, kept) => {
    expect(beforeOpenPair(cut)).toBe(kept);
  });

  test.each(['One (two) "three (" four', 'No pair at all', 'An end without a beginning) here'])(
    'stays as it is if it leaves none open: %s',
    (text) => {
      expect(beforeOpenPair(text)).toBe(text);
    },
  );

  test('stays as it is if nothing else would be left of it', () => {
    expect(beforeOpenPair('(All of this is in one bracket')).toBe('(All of this is in one bracket');
  });
});

describe('a text that is divided', () => {
  test('is not divided inside brackets or quotation marks', () => {
    expect(sentencesOf('Allow it ("Restrict. Nothing else." here). Then restart.')).toEqual([
      'Allow it ("Restrict. Nothing else." here).',
      'Then restart.',
    ]);
    expect(causesOf('611 (a; b), once; 655, twice')).toEqual(['611 (a; b), once', '655, twice']);
  });

  test('is divided after each sentence and each cause', () => {
    expect(sentencesOf('One. Two. Three.')).toEqual(['One.', 'Two.', 'Three.']);
    expect(causesOf('one; two')).toEqual(['one', 'two']);
  });

  test('is divided all the same if a pair is never closed: that was a mistake of who wrote it', () => {
    expect(sentencesOf('One ( opens. Two. Three.')).toEqual(['One ( opens.', 'Two.', 'Three.']);
  });
});
