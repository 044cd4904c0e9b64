import type { Connector } from '../model/facts.js';
import type { Remedy } from '../model/finding.js';
import { quoteForPowerShell } from './evidence.js';
import type { Problem } from './problem-events.js';
import { wizardRemedy } from './remedies.js';

const longestText = 8_000;

/** What a record's text tells about the cause. */
interface Cause {
  readonly text: string;
  readonly rpcCode: number | undefined;
  readonly entraCode: number | undefined;
}

function numberAfter(pattern: RegExp, text: string): number | undefined {
  const digits = pattern.exec(text)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

function causeOf({ sample }: Problem): Cause {
  const text = (sample?.message ?? '').slice(0, longestText);
  return {
    text,
    rpcCode: numberAfter(/RPC Error (\d{1,5})\b/i, text),
    entraCode: numberAfter(/Error Code: {0,4}(\d{1,5})\b/i, text),
  };
}

function domainsOf({ domains }: Problem): string {
  return domains.length === 0 ? 'every domain of the forest' : domains.join(', ');
}

function grantRights(problem: Problem, connector: Connector | undefined): Remedy {
  const account = connector?.accountName ?? '<account>';
  const domain = connector?.accountDomain ?? '<domain>';
  return {
    text: `Give the connector account ${domain}\\${account} the permissions "Replicating Directory Changes" and "Replicating Directory Changes All" at the root of ${domainsOf(problem)}.`,
    commands: [
      'Import-Module "$env:ProgramFiles\\Microsoft Azure Active Directory Connect\\AdSyncConfig\\AdSyncConfig.psm1"',
      `Set-ADSyncPasswordHashSyncPermissions -ADConnectorAccountName ${quoteForPowerShell(account)} -ADConnectorAccountDomain ${quoteForPowerShell(domain)}`,
    ],
  };
}

function checkAccount(connector: Connector | undefined): Remedy {
  const account = `${connector?.accountDomain ?? '<domain>'}\\${connector?.accountName ?? '<account>'}`;
  return {
    text: `Check that the connector account ${account} exists, is enabled and not locked, and that its password in Synchronization Service Manager (Connectors, Properties, "Connect to Active Directory Forest") is the current one. Restart the ADSync service after a change.`,
    commands: [
      `Get-ADUser ${quoteForPowerShell(connector?.accountName ?? '<account>')} -Properties Enabled, LockedOut, PasswordLastSet`,
      'Restart-Service ADSync',
    ],
  };
}

function reachDomain(problem: Problem, connector: Connector | undefined): Remedy {
  const name = quoteForPowerShell(connector?.name ?? '<connector>');
  const domain = problem.domains[0] ?? '<domain>';
  return {
    text: `Check DNS and the firewall between this server and the domain controllers of ${domainsOf(problem)} (LDAP 389, Kerberos 88, RPC 135 and the dynamic RPC ports). If some of them cannot be reached on purpose, select "Only use preferred domain controllers" for the partition in Synchronization Service Manager and restart the ADSync service.`,
    commands: [
      `Get-ADSyncDomainReachabilityStatus -ConnectorName ${name}`,
      `nltest ${quoteForPowerShell(`/dsgetdc:${domain}`)}`,
      'Test-NetConnection <domain controller> -Port 135',
    ],
  };
}

const reachEntra: Remedy = {
  text: 'Check the connection to Microsoft Entra ID (proxy, firewall, TLS 1.2) and the account of the Entra connector. Code 81 means that the service is busy; it is tried again by itself.',
  commands: ['Test-NetConnection login.microsoftonline.com -Port 443', 'netsh winhttp show proxy'],
};

const fips: Remedy = {
  text: 'The FIPS policy of Windows forbids MD5, which the engine needs to read the hashes. Add <enforceFIPSPolicy enabled="false"/> to the <runtime> section of miiserver.exe.config and restart the server.',
  commands: ['notepad "$env:ProgramFiles\\Microsoft Azure AD Sync\\Bin\\miiserver.exe.config"'],
};

const unreachableCodes: ReadonlySet<number> = new Set([1722, 1723, 1726, 1727, 1728, 1753, 1818]);
const accountCodes: ReadonlySet<number> = new Set([5, 1331, 1326]);

function domainRemedy(problem: Problem, cause: Cause, connector: Connector | undefined): Remedy | undefined {
  if (cause.rpcCode === 8453) {
    return grantRights(problem, connector);
  }
  if (cause.rpcCode === 8456) {
    return {
      text: 'A domain controller rejects replication (DISABLE_OUTBOUND_REPL). Allow it again, or use other domain controllers as preferred ones.',
      commands: [
        'repadmin /options <domain controller>',
        'repadmin /options <domain controller> -DISABLE_OUTBOUND_REPL',
      ],
    };
  }
  if (cause.rpcCode !== undefined && accountCodes.has(cause.rpcCode)) {
    return checkAccount(connector);
  }
  if (/AuthenticationException|user name or password is incorrect/i.test(cause.text)) {
    return checkAccount(connector);
  }
  return problem.eventId === 616 || (cause.rpcCode !== undefined && unreachableCodes.has(cause.rpcCode))
    ? reachDomain(problem, connector)
    : undefined;
}

function showRecords({ eventId }: Problem): Remedy {
  return {
    text: 'Read the text of the newest record; it names the error and the domain or account that it belongs to.',
    commands: [
      `Get-WinEvent -FilterHashtable @{ LogName = 'Application'; Id = ${eventId} } -MaxEvents 5 | Format-List TimeCreated, ProviderName, Message`,
    ],
  };
}

/** What to do about a problem, by its event id and by the code in its text (adsync-facts 3.2). */
export function remedyForProblem(problem: Problem, connector: Connector | undefined): Remedy {
  const cause = causeOf(problem);
  if (problem.eventId === 667) {
    return fips;
  }
  if (problem.eventId === 611 || problem.eventId === 616) {
    return domainRemedy(problem, cause, connector) ?? showRecords(problem);
  }
  if (problem.eventId === 652 || problem.eventId === 655) {
    return cause.entraCode === 90 ? wizardRemedy : reachEntra;
  }
  return problem.eventId === 115 ? reachEntra : showRecords(problem);
}

/** The cause that the newest record's text names, in a few words; undefined when it names none that is known. */
export function causeText(problem: Problem): string | undefined {
  const { rpcCode, entraCode } = causeOf(problem);
  return rpcCode !== undefined
    ? `RPC error ${rpcCode}`
    : entraCode !== undefined
      ? `error code ${entraCode}`
      : undefined;
}
