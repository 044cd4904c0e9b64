import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, isAbsolute, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const lookupSchema = z.object({
  by: z.string(),
  request: z.string(),
  from: z.string().nullable(),
  folders: z.array(z.string()).optional(),
});

/** One search for a module or for a file by name, whether it found something or not. */
export type Lookup = z.output<typeof lookupSchema>;

/** What trace-lookups.mjs wrote. */
export function readLookups(file: string): readonly Lookup[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => lookupSchema.parse(JSON.parse(line)));
}

function isInside(path: string, root: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : `${root}${sep}`);
}

/** A folder above the package, which Node looks at when it asks for the real path of the package. */
function isAbove(path: string, root: string): boolean {
  return isInside(root, path);
}

function isForeignImport({ request, from }: Lookup, roots: readonly string[]): boolean {
  if (isBuiltin(request) || request.startsWith('data:')) {
    return false;
  }
  const isPath = /^(?:\.\.?\/|\/|file:)/.test(request) || isAbsolute(request);
  if (!isPath) {
    return true;
  }
  const base = from?.startsWith('file:') === true ? from : 'file:///';
  const path = isAbsolute(request) ? request : fileURLToPath(new URL(request, base));
  return !roots.some((root) => isInside(path, root));
}

function isForeignRequire({ request, from }: Lookup, roots: readonly string[]): boolean {
  if (isBuiltin(request)) {
    return false;
  }
  const path = isAbsolute(request) ? request : /^\.\.?[\\/]/.test(request) ? resolve(dirname(from ?? ''), request) : '';
  return path === '' || !roots.some((root) => isInside(path, root));
}

/** The searches that went beyond the package, or that asked for a module by its name alone. */
export function foreignLookups(lookups: readonly Lookup[], root: string, tracer: string): readonly Lookup[] {
  const roots = [root, tracer];
  return lookups.filter((lookup) => {
    if (lookup.by === 'import') {
      return isForeignImport(lookup, roots);
    }
    if (lookup.by === 'require') {
      return isForeignRequire(lookup, roots);
    }
    if (lookup.by === 'search') {
      return (lookup.folders ?? []).some(
        (folder) => folder !== '' && !roots.some((own) => isInside(join(folder, lookup.request), own)),
      );
    }
    const path = lookup.request;
    return !roots.some((own) => isInside(path, own) || isAbove(path, own));
  });
}

/** Calls of the system, as strace shows them, with a path in a folder of modules or of a manifest that is not the package's. */
export function foreignCalls(trace: string, root: string, tracer: string): readonly string[] {
  const roots = [root, tracer];
  return trace.split('\n').filter((line) => {
    const paths = [...line.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, path = '']) => path);
    const watched = paths.filter((path) => /(?:^|\/)\.?node_(?:modules|libraries)(?:\/|$)|\/package\.json$/.test(path));
    return (
      !line.includes('execve(') &&
      watched.some((path) => !roots.some((own) => isInside(path, own) || isAbove(path, own)))
    );
  });
}
