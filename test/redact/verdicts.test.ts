import { test } from '@jest/globals';
import { expectSameVerdicts } from '../support/redacted-verdicts.js';

/** Scenarios that differ in what names they hold and where; test:deep takes all of them. */
const scenarios = [
  'access-denied',
  'domain-unreachable',
  'missing-replication-right',
  'odd-names',
  'three-forests',
  'users',
];

test.each(scenarios)('%s: a redacted recording holds no name and leads to the same verdicts', expectSameVerdicts);
