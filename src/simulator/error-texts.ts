import type { TextContext } from './text-context.js';

const GET_CHANGES = 'There was an error calling _IDL_DRSGetNCChanges.';
const BINDING = 'Error creating the RPC binding handle';

interface RpcText {
  readonly text: string;
  /** What the product adds after the text of Windows. */
  readonly where: string;
}

/** Texts of Windows for the codes of facts 3.2, with the call in which the product met them. */
const RPC_ERRORS: Readonly<Record<string, RpcText>> = {
  '5': { text: 'Access is denied.', where: BINDING },
  '1331': { text: "This user can't sign in because this account is currently disabled.", where: BINDING },
  '1722': { text: 'The RPC server is unavailable.', where: BINDING },
  '1723': { text: 'The RPC server is too busy to complete this operation.', where: BINDING },
  '1726': { text: 'The remote procedure call failed.', where: GET_CHANGES },
  '1727': { text: 'The remote procedure call failed and did not execute.', where: BINDING },
  '1728': { text: 'A remote procedure call (RPC) protocol error occurred.', where: GET_CHANGES },
  '1753': { text: 'There are no more endpoints available from the endpoint mapper.', where: BINDING },
  '1818': { text: 'The remote procedure call was cancelled.', where: GET_CHANGES },
  '1825': { text: 'A security package specific error occurred.', where: BINDING },
  '8333': { text: 'Directory object not found.', where: GET_CHANGES },
  '8420': { text: 'The naming context could not be found.', where: GET_CHANGES },
  '8439': {
    text: 'The distinguished name specified for this replication operation is invalid.',
    where: GET_CHANGES,
  },
  '8446': { text: 'The replication operation failed to allocate memory.', where: GET_CHANGES },
  '8451': { text: 'The replication operation encountered a database error.', where: GET_CHANGES },
  '8453': { text: 'Replication access was denied.', where: GET_CHANGES },
  '8456': { text: 'The source server is currently rejecting replication requests.', where: GET_CHANGES },
  '8465': {
    text: 'The replication synchronization attempt failed because a master replica attempted to sync from a partial replica.',
    where: GET_CHANGES,
  },
  '8593': {
    text: 'The directory service cannot perform the requested operation because the servers involved are of different replication epochs.',
    where: GET_CHANGES,
  },
};

/** Codes that the domain controller itself answers: the text then names it. */
const ANSWERED_BY_HOST: ReadonlySet<string> = new Set(['8451', '8456']);

const DRS = 'Microsoft.Online.PasswordSynchronization.DirectoryReplicationServices';

function opening(code: string, { domain, domainController }: TextContext): string {
  if (code === 'authentication') {
    return (
      `Unable to open connection to domain: ${domain}. Error: An exception occurred while attempting to locate a domain controller for domain ${domain}. ---> ` +
      'System.Security.Authentication.AuthenticationException: The user name or password is incorrect.'
    );
  }
  const known = RPC_ERRORS[code];
  const cause = known === undefined ? `RPC Error ${code}` : `RPC Error ${code} : ${known.text} ${known.where}`;
  return known?.where === BINDING
    ? `Unable to open connection to domain: ${domain}. Error: There was an error establishing a connection to the directory replication service. Domain controller hostname: ${domainController}, domain controller IP address: 10.0.0.202 ---> ${DRS}.DrsCommunicationException: ${cause}`
    : `Recovery task failed. ---> ${DRS}.DrsException: ${cause}`;
}

/** Text of event 611. The variant is an RPC code, or `authentication` for a refused user name or password. */
export function domainError(context: TextContext): string {
  const code = context.variant ?? '1722';
  const named = ANSWERED_BY_HOST.has(code);
  const host = named ? context.domainController : '<not available>';
  const address = named ? '10.0.0.203' : '<not available>';
  return (
    `Password hash synchronization failed for domain: ${context.domain}, domain controller hostname: ${host}, domain controller IP address: ${address}.\n` +
    `Details:\nMicrosoft.Online.PasswordSynchronization.SynchronizationManagerException: ${opening(code, context)}\n` +
    '   at Microsoft.Online.PasswordSynchronization.SynchronizationManager.SynchronizeDomain(SynchronizationExecutionContext syncExecutionContext)\n'
  );
}

const PROVISION_ERRORS: Readonly<Record<string, string>> = {
  '90': 'ProvisionException: An error occurred. Error Code: 90. Error Description: Password Synchronization has not been activated for this company.',
  '81': 'ProvisionRetryException: An error occurred. Error Code: 81. Error Description: Windows Azure Active Directory is currently busy. This operation will be retried automatically.',
};

/** The words with which Microsoft Entra ID refuses the account of the Entra connector. */
export const BAD_PASSWORD =
  'The user name or password is incorrect. Verify your user name, and then type your password again.';

const SIGN_IN_ERRORS: Readonly<Record<string, string>> = {
  AADSTS50126: 'Error validating credentials due to invalid username or password.',
  AADSTS53003: 'Access has been blocked by Conditional Access policies.',
  AADSTS700027: 'The certificate with identifier used to sign the client assertion is not registered on application.',
  AADSTS1000502: 'The provided certificate is not within its specified validity window.',
};

/** The part of a text with which Entra refuses a token; only that of 700027 is verified (simulator/README.md). */
function signInError(code: string): string {
  return `${code}: ${SIGN_IN_ERRORS[code] ?? 'The sign-in failed.'}`;
}

/** Text of event 906 when the Entra connector gets no token. The variant is an AADSTS code. */
export function tokenError({ variant = 'AADSTS700027' }: TextContext): string {
  return `[MSAL] AcquireTokenWithCertificate: Exception caught while acquiring token via certificate. [invalid_client] - Original exception: ${signInError(variant)}`;
}

/** Text of events 652 and 655. The variant is an error code, or `bad-password`. */
export function provisionError(start: string): (context: TextContext) => string {
  return ({ variant = '90', trackingId }) =>
    variant.startsWith('AADSTS')
      ? `${start} Clearing affinity to the current service endpoint: https://adminwebservice.microsoftonline.com/provisioningservice.svc.  Error: ${signInError(variant)}.`
      : variant === 'bad-password'
        ? `${start} Error: ${BAD_PASSWORD}`
        : `${start} Error: Microsoft.Online.Coexistence.${PROVISION_ERRORS[variant] ?? `ProvisionException: An error occurred. Error Code: ${variant}.`} Tracking ID: ${trackingId} Server Name: BL2GR1BBA003.`;
}
