import { describe, expect, test } from '@jest/globals';
import { classifyFailure } from '../../src/model/classify-failure.js';
import type { PsFailure } from '../../src/model/ps-failure.js';
import { failure } from '../support/fake-session.js';

const summary = 'the scheduler';
const code = (parts: Partial<PsFailure>, serviceStatus?: string) =>
  classifyFailure(failure(parts), { summary, serviceStatus }).code;

describe('why a fact could not be read', () => {
  test('is told by the HRESULT', () => {
    expect(code({ hresult: '80070005' })).toBe('access-denied');
    expect(code({ hresult: '80131500' })).toBe('failed');
  });

  test('is told by the types of the exception and of those inside it', () => {
    const types = (...exceptionTypes: string[]) => code({ exceptionTypes });
    expect(types('System.Management.Automation.CommandNotFoundException')).toBe('command-missing');
    expect(types('System.Exception', 'System.UnauthorizedAccessException')).toBe('access-denied');
    expect(types('Microsoft.IdentityManagement.PowerShell.ObjectModel.ConnectorNotFoundException')).toBe('not-found');
    expect(types('System.PlatformNotSupportedException')).toBe('not-supported');
    expect(types('System.TimeoutException')).toBe('timeout');
    expect(types('My.NotATimeoutExceptionAtAll')).toBe('failed');
  });

  test('is told by the error id, not by words in it', () => {
    expect(code({ errorId: 'PhsModuleNotFound,Import-PhsModule' })).toBe('module-missing');
    expect(code({ errorId: 'NoServiceFoundForGivenName,X' })).toBe('not-found');
    expect(code({ errorId: 'NamedParameterNotFound,X' })).toBe('not-supported');
    expect(code({ errorId: 'A message that says EventLogNotFound somewhere,X' })).toBe('failed');
  });

  test('is told by a code inside the message only when nothing else tells', () => {
    const message =
      'Retrieving the COM class factory for remote component with CLSID {835BEE60-8731-4159-8BFF-941301D76D05} from machine X failed due to the following error: 80070005 X.';
    expect(code({ message })).toBe('access-denied');
    expect(code({ message: 'Fehler 0x80070005.' })).toBe('access-denied');
    expect(code({ message, exceptionTypes: ['System.TimeoutException'] })).toBe('timeout');
    expect(code({ message: 'Object 1800700050 failed.' })).toBe('failed');
  });

  test('is never told by prose, in whatever language', () => {
    expect(code({ message: 'Access is denied. The service has been stopped. The operation timed out.' })).toBe(
      'failed',
    );
  });

  test('is the stopped service when that is known and there is no better explanation', () => {
    const rpc = { hresult: '800706ba', exceptionTypes: ['System.Runtime.InteropServices.COMException'] };
    expect(code(rpc, 'Stopped')).toBe('service-stopped');
    expect(code({ message: 'The Synchronization Service Manager service has stopped.' }, 'StopPending')).toBe(
      'service-stopped',
    );
    expect(code(rpc, 'Running')).toBe('failed');
    expect(code(rpc)).toBe('failed');
    expect(code({ hresult: '80070005' }, 'Stopped')).toBe('access-denied');
    expect(code({ exceptionTypes: ['X.CommandNotFoundException'] }, 'Stopped')).toBe('command-missing');
  });

  test('names what was tried, in one line, with what to do where that is known', () => {
    const { message, hint } = classifyFailure(failure({ message: 'one\r\n two', hresult: '80070005' }), { summary });
    expect(message).toBe('Could not read the scheduler: one two');
    expect(hint).toContain('ADSyncAdmins');
    expect(classifyFailure(failure({ message: ' ' }), { summary })).toEqual({
      code: 'failed',
      message: 'Could not read the scheduler: SomethingWrong,Some.Cmdlet',
    });
  });
});

describe('an operation that the server does not have', () => {
  const missing = failure({
    message: "The term 'Get-PhsRule' is not recognized as a name of a cmdlet.",
    errorId: 'CommandNotFoundException',
    exceptionTypes: ['System.Management.Automation.CommandNotFoundException'],
  });

  test('is one that a constrained endpoint does not offer, and not a cmdlet of another build', () => {
    const { code, message, hint } = classifyFailure(missing, { summary: 'the rules', operation: 'Get-PhsRule' });

    expect(code).toBe('not-supported');
    expect(message).toBe('Could not read the rules: the endpoint on the server does not offer Get-PhsRule.');
    expect(hint).toContain('on the server itself');
  });

  test('is not confused with a cmdlet that an operation calls', () => {
    expect(classifyFailure(missing, { summary: 'the rules', operation: 'Get-PhsConnector' }).code).toBe(
      'command-missing',
    );
  });
});
