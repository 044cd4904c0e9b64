import { test } from '@jest/globals';
import { scenarioNames } from '../../src/simulator/scenario-files.js';
import { expectSameVerdicts } from '../support/redacted-verdicts.js';

const names = await scenarioNames();

test.each(names)('%s: a redacted recording holds no name and leads to the same verdicts', expectSameVerdicts);
