import { describe, expect, test } from '@jest/globals';
import { asPhsError, CancelledError, EnvironmentError, UnexpectedError } from '../../src/base/errors.js';
import { describeError } from '../../src/report/describe-error.js';

const going = new AbortController().signal;
const interrupted = AbortSignal.abort();

describe('how an error is described', () => {
  test('one that was raised on purpose keeps its code, sentence, hint and exit code', () => {
    const error = new EnvironmentError('E_FILE', 'There is no file x.', { hint: 'Name another one.' });
    expect(describeError(error, going)).toEqual({
      code: 'E_FILE',
      message: 'There is no file x.',
      hint: 'Name another one.',
      exitCode: 5,
    });
    expect(describeError(new EnvironmentError('E_FILE', 'There is no file x.'), going)).not.toHaveProperty('hint');
  });

  test.each([new TypeError('x is undefined'), 'x is undefined'])('any other one is a bug: %p', (error) => {
    expect(describeError(error, going)).toMatchObject({
      code: 'E_BUG',
      message: 'An error that phs-tool did not expect: x is undefined',
      exitCode: 1,
    });
  });

  test.each(['ENOSPC', 'EDQUOT'])('a full disk (%s) is not a bug, whoever met it', (code) => {
    const error = Object.assign(new Error(`${code}: write`), { code });
    const described = { code: 'E_FILE', message: `A disk is full: ${code}: write`, exitCode: 5 };
    expect(describeError(error, going)).toMatchObject(described);
    expect(describeError(asPhsError(error), going)).toMatchObject(described);
  });

  test('after an interrupt every error is a consequence of it, and a cancelled one without it is an interrupt too', () => {
    const described = { code: 'E_CANCELLED', message: 'Interrupted.', exitCode: 130 };
    expect(describeError(new TypeError('x is undefined'), interrupted)).toEqual(described);
    expect(describeError(new EnvironmentError('E_FILE', 'There is no file x.'), interrupted)).toEqual(described);
    expect(describeError(new CancelledError('Stopped.'), going)).toEqual(described);
  });

  test('one that was raised on purpose stays the same object, and a bug keeps what it was as its cause', () => {
    const error = new EnvironmentError('E_FILE', 'There is no file x.');
    expect(asPhsError(error)).toBe(error);
    const bug = new TypeError('x is undefined');
    expect(asPhsError(bug)).toBeInstanceOf(UnexpectedError);
    expect(asPhsError(bug).cause).toBe(bug);
  });
});
