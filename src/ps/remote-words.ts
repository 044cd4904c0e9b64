import { commandToCopy } from '../base/command-to-copy.js';
import type { PsErrorCode } from '../base/errors.js';
import type { RemoteServer } from '../base/remote-server.js';
import { quoteForPowerShell } from '../base/text.js';

/** The kinds of failure, in the order in which a connection meets them. */
export type RemoteCause = Exclude<Extract<PsErrorCode, `E_REMOTE${string}`>, 'E_REMOTE_LOST'>;

interface Words {
  readonly message: string;
  readonly hint: string;
}

type Wsman = Extract<RemoteServer, { kind: 'wsman' }>;
type Ssh = Extract<RemoteServer, { kind: 'ssh' }>;

interface WordsFor {
  readonly wsman: (remote: Wsman, detail: string) => Words;
  readonly ssh: (remote: Ssh, detail: string) => Words;
}

/** The port at which a server is asked. */
export function portOf(remote: RemoteServer): number {
  return remote.port ?? (remote.kind === 'ssh' ? 22 : remote.useSsl ? 5986 : 5985);
}

const signIn = 'Otherwise sign in on the server and run phs-tool there.';

const words: Readonly<Record<RemoteCause, WordsFor>> = {
  E_REMOTE_NAME: {
    wsman: ({ computer }) => ({
      message: `The name ${computer} was not found.`,
      hint: `Check the name with "Resolve-DnsName ${computer}"; use the full name of the server in its domain.`,
    }),
    ssh: ({ computer }) => ({
      message: `The name ${computer} was not found.`,
      hint: 'Check the name, and the "Host" lines in the configuration of ssh.',
    }),
  },
  E_REMOTE_UNREACHABLE: {
    wsman: (remote) => ({
      message: `${remote.computer} does not answer on port ${portOf(remote)}: the port is closed, or WinRM is off.`,
      hint: `Try "Test-NetConnection ${remote.computer} -Port ${portOf(remote)}". On the server, "Enable-PSRemoting" starts WinRM and opens its firewall rule. ${signIn}`,
    }),
    ssh: (remote) => ({
      message: `${remote.computer} does not answer on port ${portOf(remote)}: the port is closed, or there is no SSH server.`,
      hint: `Check the firewall, and that sshd runs on the server. ${signIn}`,
    }),
  },
  E_REMOTE_DENIED: {
    wsman: ({ computer }) => ({
      message: `${computer} denied access to this account.`,
      hint: 'The account must be in the local group Administrators or Remote Management Users of the server to connect, and in ADSyncAdmins to read what Entra Connect knows. A new membership counts from the next sign-in on.',
    }),
    ssh: ({ computer }) => ({
      message: `${computer} did not accept this account or its key.`,
      hint: 'Put the public key into authorized_keys on the server (administrators_authorized_keys for administrators on Windows), or load the private key into an agent (ssh-add). phs-tool never asks for a password.',
    }),
  },
  E_REMOTE_TRUST: {
    wsman: ({ computer }) => ({
      message: `${computer} could not prove by Kerberos who it is.`,
      hint: 'Use the full name of the server, not an IP address, and an account of its domain or of one that it trusts; else use --use-ssl with a certificate. Adding the server to TrustedHosts also works, at a risk: this machine then sends the identity to whatever answers under that name.',
    }),
    ssh: ({ computer }) => ({
      message: `The host key of ${computer} is not known here, or it has changed.`,
      hint: 'Connect once with ssh and compare the fingerprint with the one on the server ("ssh-keygen -lf" of its host key). A changed key without a reason can be somebody in between.',
    }),
  },
  E_REMOTE_CERTIFICATE: {
    wsman: ({ computer }) => ({
      message: `The certificate of ${computer} was not accepted.`,
      hint: 'It must be valid, issued for the name that --computer gives, and by an authority that this machine trusts. phs-tool does not skip these checks.',
    }),
    ssh: ({ computer }) => ({ message: `The certificate of ${computer} was not accepted.`, hint: signIn }),
  },
  E_REMOTE_HOP: {
    wsman: ({ computer }) => ({
      message: `This session has no credentials that it could pass on to ${computer} (a second hop).`,
      hint: 'It is a remote session itself. Run phs-tool on the machine where you are signed in, or on the server itself.',
    }),
    ssh: ({ computer }) => ({ message: `This session has no credentials for ${computer}.`, hint: signIn }),
  },
  E_REMOTE_ENDPOINT: {
    wsman: ({ computer }) => ({
      message: `${computer} has no such endpoint, or does not let this account use it.`,
      hint: 'See "Get-PSSessionConfiguration" on the server; leave out --configuration for the default endpoint of Windows PowerShell.',
    }),
    ssh: ({ computer }) => ({
      message: `${computer} does not offer PowerShell over SSH.`,
      hint: 'Its sshd_config needs a line "Subsystem powershell …/pwsh -sshs -NoLogo", with PowerShell 7.',
    }),
  },
  E_REMOTE_LANGUAGE: {
    wsman: ({ computer }, detail) => ({
      message: `The endpoint of ${computer} does not let phs-tool ask anything. ${detail}`,
      hint: 'Use an endpoint with full language, or set up the constrained one (phs-tool help remote) and name it with --configuration.',
    }),
    ssh: ({ computer }, detail) => ({
      message: `The endpoint of ${computer} does not let phs-tool ask anything. ${detail}`,
      hint: 'Use an endpoint with full language, or set up the constrained one (phs-tool help remote).',
    }),
  },
  E_REMOTE_SSH: {
    wsman: ({ computer }, detail) => ({ message: `${computer} was not asked. ${detail}`, hint: signIn }),
    ssh: ({ computer }, detail) => ({
      message: `${computer} was not asked: remoting over SSH needs PowerShell 7.4 or newer on this machine. ${detail}`,
      hint: 'Name it with --powershell, for example "C:\\Program Files\\PowerShell\\7\\pwsh.exe", or use --computer (WinRM).',
    }),
  },
  E_REMOTE_WINRM: {
    wsman: ({ computer }, detail) => ({
      message: `${computer} was not asked: this machine has no WinRM client. ${detail}`,
      hint: 'Run phs-tool on Windows, or use --ssh USER@HOST.',
    }),
    ssh: ({ computer }, detail) => ({ message: `${computer} was not asked. ${detail}`, hint: signIn }),
  },
  E_REMOTE_MODULE: {
    wsman: ({ computer }, detail) => ({
      message: `The ADSync module does not work in the PowerShell that answers on ${computer} (${detail}).`,
      hint: 'It needs Windows PowerShell 5.1, the default endpoint: leave out --configuration, or name one of Windows PowerShell.',
    }),
    ssh: ({ computer }, detail) => ({
      message: `The ADSync module does not work in the PowerShell that answers on ${computer} (${detail}).`,
      hint: `It needs Windows PowerShell 5.1, which SSH does not reach: use --computer ${computer}. ${signIn}`,
    }),
  },
  E_REMOTE: {
    wsman: ({ computer }, detail) => ({
      message: `${computer} could not be reached by PowerShell remoting. ${detail}`,
      hint: `Try "Enter-PSSession ${quoteForPowerShell(computer)}" as the same account; "${commandToCopy('phs-tool doctor', [['computer', computer]])}" looks at each part. ${signIn}`,
    }),
    ssh: ({ computer }, detail) => ({
      message: `${computer} could not be reached by PowerShell remoting over SSH. ${detail}`,
      hint: `Try "Enter-PSSession -HostName ${quoteForPowerShell(computer)}" in PowerShell 7. ${signIn}`,
    }),
  },
};

/** What is said of a server that was not reached, and what to do; `detail` is what PowerShell or ssh says. */
export function remoteWords(cause: RemoteCause, remote: RemoteServer, detail: string): Words {
  const found = words[cause];
  return remote.kind === 'ssh' ? found.ssh(remote, detail) : found.wsman(remote, detail);
}
