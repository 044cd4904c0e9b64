/**
 * Words for "password" in the languages of Windows, in lower case and composed form (NFC), as stems: an ending of a few letters
 * may follow (`Kennworts`, `пароля`). Short words that mean other things as well are left out.
 */
const stems: readonly string[] = [
  // German, Dutch, Scandinavian, Finnish, Estonian
  'kennwort',
  'kennwörter',
  'passwort',
  'passwörter',
  'wachtwoord',
  'lösenord',
  'adgangskode',
  'passord',
  'salasana',
  'aðgangsorð',
  'lykilorð',
  'parool',
  // Romance
  'mot de passe',
  'mots de passe',
  'contraseña',
  'contrasenya',
  'contrasinal',
  'senha',
  'palavra-passe',
  'parola',
  'parolă',
  // Slavic, Baltic, Hungarian
  'hasło',
  'hasła',
  'heslo',
  'hesla',
  'lozinka',
  'zaporka',
  'geslo',
  'slaptažodis',
  'parole',
  'jelszó',
  'jelszav',
  'пароль',
  'пароля',
  'паролю',
  'парола',
  'лозинка',
  // Turkish, Greek, Basque, Indonesian, Vietnamese
  'şifre',
  'κωδικός πρόσβασης',
  'κωδικό πρόσβασης',
  'κωδικού πρόσβασης',
  'κωδικοί πρόσβασης',
  'κωδικός',
  'κωδικού',
  'συνθηματικό',
  'pasahitza',
  'kata sandi',
  'kata laluan',
  'mật khẩu',
  // Hebrew, Arabic, Persian, Hindi
  'סיסמה',
  'סיסמא',
  'كلمة المرور',
  'كلمة السر',
  'رمز عبور',
  'گذرواژه',
  'पासवर्ड',
];

/** The same in writings without spaces between words: nothing marks where they begin. */
const unspaced: readonly string[] = [
  'パスワード',
  '暗証番号',
  '密码',
  '密碼',
  '口令',
  '암호',
  '비밀번호',
  '패스워드',
  'รหัสผ่าน',
];

/** Words between "password" and the password, as "is" is: German, French, Spanish, Scandinavian, Japanese, Chinese … */
const copulas: readonly string[] = [
  'lautet',
  'ist',
  'war',
  'est',
  'était',
  'es',
  'era',
  'é',
  'è',
  'is',
  'was',
  'är',
  'er',
  'on',
  'to',
  'je',
  'jest',
  'είναι',
  'это',
  'הוא',
  'היא',
  'هي',
];

/** What stands in the place of a password in forms and tables: that it was changed, is wrong, has expired … */
const statuses: ReadonlySet<string> = new Set(
  (
    'abgelaufen geändert falsch ungültig gültig unbekannt leer gesetzt zurückgesetzt erforderlich gesperrt ja nein nie kein keine ' +
    'changé modifié expiré incorrect incorrecte invalide valide inconnu vide défini réinitialisé requis oui non jamais aucun ' +
    'cambiada expirada caducada incorrecta inválida válida desconocida vacía restablecida sí no nunca ninguna ' +
    'alterada redefinida incorreta vazia sim não nenhuma ' +
    'modificata scaduta errata non valida sconosciuta vuota reimpostata mai nessuna ' +
    'gewijzigd verlopen onjuist ongeldig onbekend leeg nee nooit geen ' +
    'ändrat upphört felaktigt ogiltigt okänt tomt ja nej aldrig inget ' +
    'изменён изменен изменена истёк истек неверный неверен сброшен да нет никогда ' +
    'zmienione wygasło nieprawidłowe puste tak nie nigdy změněno vypršelo neplatné prázdné ano ne'
  ).split(' '),
);

/** True for a word that says how a password is, in one of those languages. */
export function isStatusWord(word: string): boolean {
  return statuses.has(word.toLowerCase());
}

/** A word for password that has spaces or signs around it; a few letters of an ending included. */
export const spacedPasswordWord = `(?<![\\p{L}\\p{N}])(?:${stems.join('|')})\\p{L}{0,3}(?![\\p{L}\\p{N}])`;

/** A word for password of a writing without spaces. */
export const unspacedPasswordWord = `(?:${unspaced.join('|')})`;

/** Between "password" and the password. */
export const copula = `(?:${copulas.join('|')})`;
