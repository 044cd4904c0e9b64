/** Segments of paths that every machine with the product has, in lower case; drives and versions are recognized by their form. */
const knownSegments: ReadonlySet<string> = new Set([
  '',
  '.',
  '..',
  '<root>',
  'adsync',
  'adsyncdiagnostics',
  'bin',
  'common files',
  'data',
  'dist',
  'documents',
  'extensions',
  'home',
  'lib',
  'local',
  'microsoft',
  'microsoft azure active directory connect',
  'microsoft azure ad connect',
  'microsoft azure ad sync',
  'microsoft entra connect',
  'microsoft entra connect sync',
  'modules',
  'node_modules',
  'nodejs',
  'opt',
  'phs-tool',
  'powershell',
  'program files',
  'program files (x86)',
  'programdata',
  'scripts',
  'simulator',
  'sysnative',
  'system32',
  'syswow64',
  'temp',
  'tmp',
  'users',
  'usr',
  'windows',
  'windowspowershell',
]);

const knownForm =
  /^(?:[a-z]:|\d{1,10}(?:\.\d{1,10}){0,3}|v\d+\.\d+|(?:adsync|microsoft\.|system\.)[a-z.]*\.(?:ps[md]?1|dll|exe)|[a-z]+-phs[a-z]*\.ps1|(?:powershell|pwsh|miiserver|node)\.exe|phs-tool\.c?m?js|main\.js)$/i;

/** True for a segment of a path that says nothing of whose machine it is. */
export function isKnownSegment(segment: string): boolean {
  return knownSegments.has(segment.toLowerCase()) || knownForm.test(segment);
}

/** A path with every segment of its own replaced; separators, drives and the folders of Windows and the product stay. */
export function redactPath(
  path: string,
  replace: (segment: string, kind: 'host' | 'user' | 'directory-name') => string,
): string {
  const isShare = /^(?:\\\\|\/\/)[^?.\\/]/.test(path);
  const parts = path.split(/([\\/]+)/);
  return parts
    .map((part, index) => {
      if (index % 2 === 1 || part === '') {
        return part;
      }
      if (isShare && index === 2) {
        const [host = '', ...rest] = part.split('@');
        return [replace(host, 'host'), ...rest].join('@');
      }
      const isUser = /^(?:users|home)$/i.test(parts[index - 2] ?? '') && !/^(?:default|public|all users)$/i.test(part);
      return isUser ? replace(part, 'user') : isKnownSegment(part) ? part : replace(part, 'directory-name');
    })
    .join('');
}
