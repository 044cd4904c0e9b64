/** Why a name cannot be that of an output file, and what to name instead. */
export interface NameProblem {
  /** A sentence without its subject and its end: `it names a device, not a file`. */
  readonly reason: string;
  readonly hint: string;
}

/** Names that are devices in every folder of Windows, also with an extension or blanks behind them. */
const deviceName = /^(?:CON|PRN|AUX|NUL|CLOCK\$|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9\u00b9\u00b2\u00b3])$/i;
const byDrive = 'Name a file by its drive and folders, for example C:\\folder\\file.txt.';

/** `\\.\`, `\\?\` and `\??\`: the names of the object manager, in which everything is a file (`\\?\GLOBALROOT`). */
function isObjectName(path: string): boolean {
  return /^\\(?:\\[.?]|\?\?)(?:\\|$)/.test(path);
}

/** Shares that are not folders: named pipes, mail slots, and the one for calls between programs. */
function isPipeShare(path: string): boolean {
  return /^\\\\[^\\]+\\(?:pipe|mailslot|ipc\$)(?:\\|$)/i.test(path);
}

function isDevice(part: string): boolean {
  const [beforeDot = ''] = part.split('.');
  return deviceName.test(beforeDot.trimEnd());
}

function windowsProblem(path: string): NameProblem | undefined {
  const name = path.replaceAll('/', '\\');
  if (isObjectName(name)) {
    return { reason: 'it is a name of devices, not of files', hint: byDrive };
  }
  if (isPipeShare(name)) {
    return { reason: 'it names a pipe, not a file', hint: byDrive };
  }
  const withoutDrive = name.replace(/^[A-Za-z]:/, '');
  if (withoutDrive.includes(':')) {
    return {
      reason: 'a colon in it names a stream that is hidden behind another file',
      hint: 'Leave out the colon and what is behind it.',
    };
  }
  const parts = withoutDrive.split('\\').filter((part) => part !== '' && part !== '.' && part !== '..');
  const device = parts.find(isDevice);
  if (device !== undefined) {
    return { reason: `"${device}" is a device of Windows in every folder`, hint: 'Choose another name.' };
  }
  return /[. ]$/.test(parts.at(-1) ?? '')
    ? { reason: 'Windows drops a dot or blank at the end of a name', hint: 'Leave it out.' }
    : undefined;
}

/**
 * Whether a name can be that of an output file: on Windows no device (`NUL`, `COM1.txt`, `\\.\`, `\\?\GLOBALROOT`, pipes),
 * no stream of another file (`a.txt:b`), no name that Windows changes. Looks at the name only, so that it says the same
 * on every system. Undefined: it can.
 */
export function outputNameProblem(path: string, platform: NodeJS.Platform): NameProblem | undefined {
  if (path === '' || path.includes('\0')) {
    return { reason: 'it is not a name', hint: 'Name a file.' };
  }
  return platform === 'win32' ? windowsProblem(path) : undefined;
}
