import { UsageError } from './errors.js';

/** In the text that names a server: a colon before an `@`. No name of an account has one. */
export function holdsPassword(server: string): boolean {
  const colon = server.indexOf(':');
  return colon !== -1 && server.includes('@', colon);
}

function isUrlWithPassword(word: string): boolean {
  const start = word.indexOf('://');
  return start !== -1 && holdsPassword(word.slice(start + 3));
}

/** What names a server, before its value. */
const naming = /^(?:--(?:ssh|computer|server)=|(?:ssh|computer|server):)/;
/** `admin:secret@host` without an option; a path has a slash, a drive is one letter. */
const accountWithPassword = /^[^\s:@\\/=-][^\s:@\\/=]+:(?![\\/])\S*@[\w[]/;

function isRefused(word: string, before: string | undefined): boolean {
  if (before === '--ssh' || before === '--computer' || before === '--server') {
    return holdsPassword(word);
  }
  return (
    isUrlWithPassword(word) ||
    (naming.test(word)
      ? holdsPassword(word.replace(naming, ''))
      : before?.startsWith('-') !== true && accountWithPassword.test(word))
  );
}

/** True if a word of a command line holds a password that was typed with the name of a server. */
export function typesPassword(argv: readonly string[]): boolean {
  return argv.some((word, index) => isRefused(word, argv[index - 1]));
}

/** A password that was given with the name of a server; says where it was, never what it is. */
export function passwordRefused(place: string): UsageError {
  return new UsageError(`${place} holds a password, and phs-tool never takes one.`, {
    hint: 'Name the server without it: a key or an agent signs in by SSH (USER@HOST), by WinRM the account that runs phs-tool. Whoever can read the history of this shell can read the password: change it.',
  });
}
