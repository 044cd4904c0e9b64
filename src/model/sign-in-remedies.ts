import type { Remedy } from './finding.js';

const wizard = '& "$env:ProgramFiles\\Microsoft Azure Active Directory Connect\\AzureADConnect.exe"';
const showCredential = 'Get-ADSyncEntraConnectorCredential';

/** For every remedy after which somebody may open the Entra connector (facts 9.2). */
export const keepParameters =
  'Do not open and confirm the Entra connector in Synchronization Service Manager: builds 2.5.x delete the parameters of its application there (repair: Repair-ADSyncToolsEntraAppParameters of ADSyncTools 2.3.0 or later).';

/** For a certificate that is refused: the other one may be that of another server. */
export const oneApplicationEach =
  'Each server needs its own application: if an active and a staging server share one, the one configured first is refused.';

/** The certificate is refused, has expired or is about to; who manages it is not known. */
export const renewCertificate: Remedy = {
  text: `Renew the certificate: in the Microsoft Entra Connect wizard run "Rotate application certificate", or run the cmdlet below; with your own certificate, register the new one on the application first. Check that the scheduler is on, because it renews a managed certificate. ${oneApplicationEach} ${keepParameters}`,
  commands: ['Invoke-ADSyncApplicationCredentialRotation', 'Get-ADSyncScheduler', showCredential],
};

/** The same of a certificate that Entra Connect manages. */
export const renewManagedCertificate: Remedy = {
  text: `Entra Connect manages this certificate, and only its scheduler renews it: turn the scheduler on if it is off or suspended. To renew it now, run "Rotate application certificate" in the Microsoft Entra Connect wizard, or the cmdlet below. ${keepParameters}`,
  commands: ['Get-ADSyncScheduler', 'Invoke-ADSyncApplicationCredentialRotation', showCredential],
};

/** The same of a certificate that an administrator brought. */
export const renewOwnCertificate: Remedy = {
  text: `This certificate is the administrator's own, and nothing renews it by itself: create a new one in the store LOCAL_MACHINE, let the account of the ADSync service sign with its key, register it on the application if the application is your own, too, and rotate to it with the cmdlet below. ${keepParameters}`,
  commands: ["Invoke-ADSyncApplicationCredentialRotation -CertificateSHA256Hash '<hash>'", showCredential],
};

/** The clock of the server is wrong. */
export const setClock: Remedy = {
  text: 'Correct the clock of this server and let it follow the time of its domain; the sign-in works again by itself.',
  commands: ['w32tm /query /status', 'w32tm /resync'],
};

/** The application is gone. */
export const restoreApplication: Remedy = {
  text: `Look for the application in the Microsoft Entra admin center (App registrations; "Deleted applications" too) by its id and restore it. If it is gone, run the wizard task "Configure application-based authentication to Microsoft Entra ID", which creates another one. ${keepParameters}`,
  commands: [showCredential, wizard],
};

/** Somebody disabled the application. */
export const enableApplication: Remedy = {
  text: 'In the Microsoft Entra admin center open the application (Enterprise applications, by its id), and enable it for sign-in again. Find out in the audit log of the tenant who disabled it.',
  commands: [showCredential],
};

/** Conditional Access or multifactor authentication. */
export const excludeFromPolicies: Remedy = {
  text: 'Exclude the identity of the Entra connector from the Conditional Access policies and the multifactor authentication that meet it (the sign-in logs of the tenant name the policy). Better than an exception for the account: let the Entra connector sign in with an application (wizard task "Configure application-based authentication to Microsoft Entra ID").',
  commands: [showCredential],
};

/** The password of the legacy account. */
export const resetAccountPassword: Remedy = {
  text: `Give the account of the Entra connector a new password with the cmdlet below (it asks for a Hybrid Identity Administrator) and restart the service. Better: let the Entra connector sign in with an application (wizard task "Configure application-based authentication to Microsoft Entra ID"). ${keepParameters}`,
  commands: ['Add-ADSyncAADServiceAccount', 'Restart-Service ADSync', 'Get-ADSyncScheduler'],
};

/** The legacy account is missing, locked or disabled. */
export const repairAccount: Remedy = {
  text: `Look for the account of the Entra connector in the Microsoft Entra admin center: enable it, wait until it is unlocked, or create another one with the cmdlet below. Better: let the Entra connector sign in with an application (wizard task "Configure application-based authentication to Microsoft Entra ID"). ${keepParameters}`,
  commands: ['Add-ADSyncAADServiceAccount', 'Restart-Service ADSync'],
};

/** The tenant is not found. */
export const checkTenant: Remedy = {
  text: 'Compare the tenant that the Entra connector names (the part after @ of its user name) with the tenant in the Microsoft Entra admin center. Was it deleted or renamed, or does this server reach another cloud? Run the wizard again if it is another tenant.',
  commands: ['Get-ADSyncConnector | Select-Object Name', wizard],
};

/** From the legacy account to the application. */
export const switchToApplication: Remedy = {
  text: 'In the Microsoft Entra Connect wizard run "Configure application-based authentication to Microsoft Entra ID". Builds from 2.5.3.0 on have the task; upgrade an older one first.',
  commands: [wizard, showCredential],
};

/** An own certificate whose key is not in a TPM. */
export const protectKey: Remedy = {
  text: 'Create a certificate whose private key is in a TPM or a hardware security module, register it on the application and rotate to it. Synchronization works until then; only the protection of the key is weaker.',
  commands: ['Get-Tpm', "Invoke-ADSyncApplicationCredentialRotation -CertificateSHA256Hash '<hash>'"],
};
