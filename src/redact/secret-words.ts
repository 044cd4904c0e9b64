import { plainLetters } from './plain-letters.js';

/**
 * Words for "password" in the languages of Windows, in lower case and composed form (NFC), as stems: an ending of a few letters
 * may follow (`Kennworts`, `пароля`). Short words that mean other things as well are left out.
 */
const stems: readonly string[] = [
  // Germanic, Finnic
  'kennwort',
  'kennwörter',
  'passwort',
  'passwörter',
  'paßwort',
  'paßwörter',
  'losungswort',
  'zugangscode',
  'wachtwoord',
  'paswoord',
  'wagwoord',
  'lösenord',
  'løsenord',
  'adgangskode',
  'kodeord',
  'passord',
  'salasana',
  'tunnussana',
  'aðgangsorð',
  'lykilorð',
  'parool',
  'salasõna',
  // Romance
  'mots?[ -]?de[ -]?passe',
  'code secret',
  'contraseña',
  'contrasenya',
  'contrasinal',
  'clave',
  'senha',
  'palavra[ -]?passe',
  "parola d['\u2019](?:ordine|accesso)",
  'parol',
  // Slavic, Baltic, Hungarian, Albanian, Celtic
  'hasł',
  'hesl',
  'lozink',
  'zapork',
  'gesl',
  'slaptažod',
  'jelszó',
  'jelszav',
  'fjalëkalim',
  'pasfhocal',
  'cyfrinair',
  'facal-faire',
  'парол',
  'лозинк',
  'шифра',
  // Turkic, Greek, Caucasian, Basque, Indonesian, Vietnamese, African
  'şifre',
  'şifrə',
  'құпия ?сөз',
  'κωδικός πρόσβασης',
  'κωδικό πρόσβασης',
  'κωδικού πρόσβασης',
  'κωδικοί πρόσβασης',
  'κωδικός',
  'κωδικού',
  'συνθηματικό',
  'գաղտնաբառ',
  'პაროლი',
  'pasahitza',
  'kata sandi',
  'kata laluan',
  'mật khẩu',
  'mật mã',
  'nywila',
  'nenosiri',
  // Hebrew and Arabic with their articles, Persian, Urdu, Indic
  '[הבלוכש]{0,2}סיסמ[האת]',
  '(?:ال)?كلم[ةه] (?:ال)?(?:مرور|سر)',
  'رمز عبور',
  'گذرواژه',
  'پاس ورڈ',
  'पासवर्ड',
  'পাসওয়ার্ড',
  'কূটশব্দ',
  'கடவுச்சொல்',
  'పాస్వర్డ్',
  'ಪಾಸ್ವರ್ಡ್',
  'પાસવર્ડ',
];

/** Stems that are long enough to be known at the end of a compound: `Benutzerkennwort`, `gebruikerswachtwoord`. */
const compounds = stems.filter((stem) => /^\p{L}{7,}$/u.test(stem));

/** The same in writings without spaces between words: nothing marks where they begin. */
const unspaced: readonly string[] = [
  'パスワード',
  'パスコード',
  'パスフレーズ',
  '暗証番号',
  '密码',
  '密碼',
  '密钥',
  '口令',
  '암호',
  '비밀번호',
  '비번',
  '패스워드',
  'รหัสผ่าน',
  'ពាក្យសម្ងាត់',
  'စကားဝှက်',
];

/** Words as they are and as people write them without the signs of letters: `contraseña`, `contrasena`. */
function withPlain(words: readonly string[]): string {
  return [...new Set([...words, ...words.map(plainLetters)])].join('|');
}

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

/** Any of those words, wherever it stands: quickly says of most texts that they hold none. */
export const anyPasswordWord = `(?:${withPlain(stems)}|${unspaced.join('|')})`;

/** A word for password that has spaces or signs around it; a few letters of an ending included. */
export const spacedPasswordWord = `(?<![\\p{L}\\p{N}])(?:\\p{L}{1,24}?(?:${withPlain(compounds)})|${withPlain(stems)})\\p{L}{0,3}(?![\\p{L}\\p{N}])`;

/** Between a word for password and a name: "Kennwort für Ann", "mot de passe de Ann". */
export const preposition =
  '(?:für|fuer|von|vom|des|der|de|du|del|della|di|do|da|dos|van|voor|av|af|til|till|för|for|dla|pro|для|от|за)';

/** A word for password of a writing without spaces. */
export const unspacedPasswordWord = `(?:${unspaced.join('|')})`;

/** Between "password" and the password. */
export const copula = `(?:${copulas.join('|')})`;
