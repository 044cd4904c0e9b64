import type { Remedy } from './finding.js';
import {
  checkTenant,
  enableApplication,
  excludeFromPolicies,
  renewCertificate,
  repairAccount,
  resetAccountPassword,
  restoreApplication,
  setClock,
} from './sign-in-remedies.js';

/** What a refused sign-in is about. */
export type SignInArea = 'certificate' | 'clock' | 'application' | 'policy' | 'password' | 'account' | 'tenant';

/** One `AADSTS` code with which Microsoft Entra ID refuses the sign-in of the Entra connector (facts 9.2). */
export interface SignInCode {
  readonly code: number;
  /** A few words: `certificate not registered on the application`. */
  readonly name: string;
  readonly meaning: string;
  readonly area: SignInArea;
  /** Who is refused: the application, or the legacy account. */
  readonly who: 'application' | 'account' | 'either';
  readonly remedy: Remedy;
}

type Row = readonly [code: number, name: string, meaning: string];

function rows(area: SignInArea, who: SignInCode['who'], remedy: Remedy, list: readonly Row[]): readonly SignInCode[] {
  return list.map(([code, name, meaning]) => ({ code, name, meaning, area, who, remedy }));
}

const list: readonly SignInCode[] = [
  ...rows('account', 'account', repairAccount, [
    [50034, 'account not found', 'The tenant has no account with the user name of the Entra connector.'],
    [50053, 'account locked', 'The account of the Entra connector is locked after too many wrong passwords.'],
    [50057, 'account disabled', 'The account of the Entra connector is disabled.'],
  ]),
  ...rows('password', 'account', resetAccountPassword, [
    [50054, 'old password', 'The Entra connector signs in with a password that was replaced by a newer one.'],
    [50055, 'password expired', 'The password of the account of the Entra connector has expired.'],
    [50126, 'wrong password', 'The user name or the password of the account of the Entra connector is wrong.'],
  ]),
  ...rows('policy', 'either', excludeFromPolicies, [
    [50076, 'MFA required', 'A policy asks the account of the Entra connector for multifactor authentication.'],
    [
      50079,
      'MFA to be registered',
      'A policy asks the account of the Entra connector to register for multifactor authentication.',
    ],
    [53003, 'blocked by Conditional Access', 'A Conditional Access policy blocks the sign-in of the Entra connector.'],
  ]),
  ...rows('tenant', 'either', checkTenant, [
    [90002, 'tenant not found', 'Microsoft Entra ID does not find the tenant that the Entra connector names.'],
  ]),
  ...rows('certificate', 'application', renewCertificate, [
    [
      700027,
      'certificate not registered on the application',
      'The certificate with which the Entra connector signs in is not registered on its application, for example because another server (staging, or a clone) shares the application and replaced it.',
    ],
    [
      1000502,
      'certificate outside its validity',
      'The certificate of the application has expired or is not valid yet.',
    ],
    [7000214, 'certificate revoked', 'The certificate of the application is revoked.'],
    [7000222, 'credential expired', 'The credential that is registered on the application has expired.'],
  ]),
  ...rows('clock', 'application', setClock, [
    [
      700024,
      'sign-in outside its time range',
      'The signed request of the Entra connector is outside its time range: the clock of this server is wrong.',
    ],
  ]),
  ...rows('application', 'application', restoreApplication, [
    [
      700016,
      'application not found',
      'The tenant has no application with the id of the Entra connector: it was removed, or the tenant is another one.',
    ],
  ]),
  ...rows('application', 'application', enableApplication, [
    [7000112, 'application disabled', 'The application of the Entra connector is disabled in the tenant.'],
  ]),
];

/** The codes that are known, by number. */
export const signInCodes: ReadonlyMap<number, SignInCode> = new Map(list.map((entry) => [entry.code, entry]));

const longestText = 8_000;

/** The `AADSTS` codes that a text names, each once, in their order. */
export function signInCodesIn(text: string): readonly number[] {
  const found = text.slice(0, longestText).matchAll(/AADSTS(\d{4,8})(?!\d)/gi);
  return [...new Set([...found].map(([, digits]) => Number(digits)))];
}

/** A code with what it means, for sentences: `AADSTS50057 (account disabled)`. */
export function describeSignInCode(code: number): string {
  const known = signInCodes.get(code);
  return known === undefined ? `AADSTS${code} (not on the list of known codes)` : `AADSTS${code} (${known.name})`;
}

/** What to do about a code that is not on the list. */
export function unknownCodeRemedy(code: number): Remedy {
  return {
    text: `Look up what AADSTS${code} means at https://login.microsoftonline.com/error?code=${code}, and the sign-in logs of the tenant (service principal sign-ins, or user sign-ins of the account).`,
    commands: ['Get-ADSyncEntraConnectorCredential'],
  };
}
