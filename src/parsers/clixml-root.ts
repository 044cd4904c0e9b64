import type { Attributes } from './clixml-frames.js';
import { excerpt, Refusal } from './clixml-refusal.js';

const NAMESPACE = 'http://schemas.microsoft.com/powershell/2004/04';

/** Refuses a root that is not `<Objs>` of PowerShell in a version that is known. */
export function requireRoot(tag: string, attributes: Attributes): void {
  if (tag !== 'Objs' || (attributes.xmlns ?? NAMESPACE) !== NAMESPACE) {
    throw new Refusal('bad-root', 'The root is not <Objs> of the PowerShell namespace');
  }
  const version = attributes.Version ?? '1.1.0.1';
  if (!/^1(?:\.\d+)+$/.test(version)) {
    throw new Refusal('bad-version', `CLIXML version ${excerpt(version)} is not supported`);
  }
}
