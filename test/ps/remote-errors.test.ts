import { describe, expect, test } from '@jest/globals';
import type { RemoteServer } from '../../src/base/remote-server.js';
import { connectionLost, remoteError } from '../../src/ps/remote-errors.js';

const wsman: RemoteServer = { kind: 'wsman', computer: 'aadc01.contoso.com', useSsl: false };
const ssh: RemoteServer = { kind: 'ssh', computer: 'aadc01', user: 'admin' };

/** The error of PowerShell's remoting as the session flattens it: the sentence is translated, the type and the id are not. */
function transport(errorId = 'PSSessionStateBroken') {
  return {
    message: 'Fehler beim Verbinden mit dem Remoteserver.',
    errorId,
    category: 'OpenError',
    exceptionTypes: ['System.Management.Automation.Remoting.PSRemotingTransportException'],
    hresult: '80131501',
    position: '',
  };
}

describe('a server that WinRM does not reach is reported by the code, whatever the language', () => {
  // The codes and their names: WSManNativeApi.cs and WSManTransportManager.cs of PowerShell; WinRM itself was not tried.
  test.each([
    ['the name is not known', '53', 'E_REMOTE_NAME', /Resolve-DnsName/],
    ['Kerberos does not find the computer', '-2144108103', 'E_REMOTE_NAME', /full name/],
    ['nothing listens', '-2144108526', 'E_REMOTE_UNREACHABLE', /Enable-PSRemoting/],
    ['no answer in time', '-2144108250', 'E_REMOTE_UNREACHABLE', /-Port 5985/],
    ['access is denied', '5', 'E_REMOTE_DENIED', /Administrators or Remote Management Users.*ADSyncAdmins/],
    ['the logon is refused', '1326', 'E_REMOTE_DENIED', /ADSyncAdmins/],
    ['an IP address', '-2144108101', 'E_REMOTE_TRUST', /not an IP address.*TrustedHosts.*risk/],
    ['a server that is not trusted', '-2144108316', 'E_REMOTE_TRUST', /TrustedHosts/],
    ['no logon server', '1311', 'E_REMOTE_TRUST', /Kerberos|domain/],
    ['a certificate', '12175', 'E_REMOTE_CERTIFICATE', /does not skip/],
    ['no credentials to pass on', '1312', 'E_REMOTE_HOP', /where you are signed in/],
    ['no such endpoint', '-2144108485', 'E_REMOTE_ENDPOINT', /Get-PSSessionConfiguration/],
    ['anything else', '-2144108539', 'E_REMOTE', /doctor --computer 'aadc01\.contoso\.com'/],
  ])('%s', (_what, transportCode, code, hint) => {
    const error = remoteError(wsman, { failure: transport(), transportCode, said: '' });
    expect(error).toMatchObject({ code, exitCode: 5, hint: expect.stringMatching(hint) });
    expect(error.message).toContain('aadc01.contoso.com');
  });

  test('only what has no cause of its own repeats the sentence of PowerShell', () => {
    const known = remoteError(wsman, { failure: transport(), transportCode: '5', said: '' });
    const other = remoteError(wsman, { failure: transport(), transportCode: '0', said: '' });
    expect(known.message).not.toContain('Fehler');
    expect(other).toMatchObject({ code: 'E_REMOTE', message: expect.stringContaining('Fehler beim Verbinden') });
  });

  test('the port that was asked for is named', () => {
    const remote: RemoteServer = { ...wsman, useSsl: true, port: 15_986 };
    const error = remoteError(remote, { failure: transport(), transportCode: '-2144108526', said: '' });
    expect(error.message).toContain('port 15986');
  });
});

describe('a server that SSH does not reach is reported by what the program ssh writes', () => {
  test.each([
    ['ssh: Could not resolve hostname aadc01: Name or service not known', 'E_REMOTE_NAME'],
    ['ssh: connect to host aadc01 port 22: Connection refused', 'E_REMOTE_UNREACHABLE'],
    ['ssh: connect to host aadc01 port 22: No route to host', 'E_REMOTE_UNREACHABLE'],
    ['Connection timed out during banner exchange', 'E_REMOTE_UNREACHABLE'],
    ['admin@aadc01: Permission denied (publickey).', 'E_REMOTE_DENIED'],
    ['Host key verification failed.', 'E_REMOTE_TRUST'],
    ['subsystem request failed on channel 0', 'E_REMOTE_ENDPOINT'],
    ['', 'E_REMOTE'],
  ])('%s', (said, code) => {
    const error = remoteError(ssh, { failure: transport(''), transportCode: '0', said: `a banner\n${said}\n` });
    expect(error).toMatchObject({ code, exitCode: 5, hint: expect.any(String) });
  });
});

test.each([
  ['PhsRemoteSshMissing', 'E_REMOTE_SSH', /--powershell/],
  ['PhsRemoteLanguage', 'E_REMOTE_LANGUAGE', /phs-tool help remote/],
  ['PhsRemoteWinrmMissing', 'E_REMOTE_WINRM', /./],
])('%s is an error of its own', (errorId, code, hint) => {
  const error = remoteError(ssh, { failure: transport(errorId), transportCode: '', said: '' });
  expect(error).toMatchObject({ code, hint: expect.stringMatching(hint) });
});

test('a connection that is lost names the server', () => {
  expect(connectionLost(ssh, undefined)).toMatchObject({
    code: 'E_REMOTE_LOST',
    exitCode: 5,
    message: 'The connection to aadc01 was lost.',
  });
});
