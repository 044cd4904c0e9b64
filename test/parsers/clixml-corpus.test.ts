import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ClixmlError, type ClixmlReason, decodeClixml } from '../../src/parsers/clixml.js';
import { describeRecords } from './describe-clixml.js';

const corpus = join(import.meta.dirname, '../../../shared/clixml-corpus');
const manifestFile = join(corpus, 'manifest.json');

interface Sample {
  readonly id: string;
  readonly file: string;
  readonly objects?: readonly { readonly stream: string; readonly value: unknown }[];
  readonly expectError?: string;
}

const refusals: Readonly<Record<string, ClixmlReason>> = {
  'c40-error-unknown-tag': 'unknown-element',
  'c41-error-dict-no-key': 'missing-key',
  'c42-error-dict-no-value': 'missing-value',
  'c43-error-bad-duration': 'bad-duration',
};

function samples(): readonly Sample[] {
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8')) as { samples: readonly Sample[] };
  return manifest.samples;
}

/** The corpus lists both values of an object with two; PowerShell, and so the decoder, keeps the last only. */
function withoutOverwrittenBases(expected: unknown): unknown {
  return JSON.parse(JSON.stringify(expected, (key, value: unknown) => (key === 'bases' ? undefined : value)));
}

if (existsSync(manifestFile)) {
  describe('the documents of the CLIXML corpus', () => {
    test('are all there', () => {
      expect(samples()).toHaveLength(106);
    });

    test.each(samples().map((sample) => [sample.id, sample] as const))('%s', (id, sample) => {
      const text = readFileSync(join(corpus, sample.file), 'utf8');
      if (sample.expectError === undefined) {
        expect(describeRecords(decodeClixml(text))).toEqual(withoutOverwrittenBases(sample.objects));
      } else {
        expect(() => decodeClixml(text)).toThrow(
          expect.objectContaining({ name: 'ClixmlError', reason: refusals[id] }),
        );
        expect(() => decodeClixml(text)).toThrow(ClixmlError);
      }
    });
  });
} else {
  describe.skip('the documents of the CLIXML corpus (SKIPPED: ../shared/clixml-corpus is not here)', () => {
    test('are decoded as expected', () => undefined);
  });
}
