/**
 * What a finding of a check means for the next change of a password of the users whom it is about: those of its connector and
 * domain, or all of the server.
 */
export interface PasswordEffect {
  /**
   * If it fails. `stops`: the next change does not arrive. `hides`: nobody can say whether it does. `later`: it will not, one
   * day, if nobody does something. `none`: it does all the same.
   */
  readonly failed: 'stops' | 'hides' | 'later' | 'none';
  /**
   * If it warns. `doubts`: the change may not arrive, or not soon. `unless-read`: that, too, but if nothing shows that password
   * hashes were read from their domain in the window, the change does not arrive. Absent: a warning does not matter.
   */
  readonly warned?: 'doubts' | 'unless-read';
  /**
   * If it could not be checked. `always`: these users cannot be called in order. `reading` or `sending`: only if nothing else
   * shows that password hashes were read from their domain, or were accepted by Microsoft Entra ID. Absent: it does not matter.
   */
  readonly unknown?: 'always' | 'reading' | 'sending';
}

/** Says nothing about passwords that are on their way. */
export const noEffect: PasswordEffect = { failed: 'none' };

/** Without it no password is synchronized, and nothing else can take its place. */
export const stopsPasswords: PasswordEffect = { failed: 'stops', unknown: 'always' };

/** Without it no password hash is read from the domain. */
export const stopsReading: PasswordEffect = { failed: 'stops', unknown: 'reading' };

/** Without it Microsoft Entra ID accepts no password hash. */
export const stopsSending: PasswordEffect = { failed: 'stops', unknown: 'sending' };

/** Without it the tool itself sees too little of the server. */
export const hidesPasswords: PasswordEffect = { failed: 'hides', unknown: 'always' };
