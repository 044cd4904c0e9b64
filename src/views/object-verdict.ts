import type { ObjectResult } from '../model/object-report.js';

/** The verdict about one object in a sentence, not escaped. */
export function objectVerdict({ status, cause, findings }: ObjectResult): string {
  const about = cause === null ? '' : `${cause.check}: ${cause.message}`;
  const isOwn = findings.some(({ check }) => check === cause?.check);
  const isWhole = findings.every(({ status: each }) => each === 'pass' || each === 'warn');
  const isServer = cause !== null && !isOwn;
  switch (status) {
    case 'pass':
      return 'Nothing on the way of its password is broken.';
    case 'warn':
      return isServer
        ? `Nothing on its way is broken, but its connector looks silent: ${about}`
        : `Nothing is broken; look at ${about}`;
    case 'unknown':
      return isServer
        ? `Nothing is known to be broken, but the server could not be checked: ${about}`
        : `Nothing is known to be broken, but not everything could be checked: ${about}`;
    case 'fail':
      return isWhole && isServer ? `Its way is not the cause, the server is: ${about}` : `Most likely cause: ${about}`;
  }
}

/** What to do about a cause that lies in the server; undefined when the cause is the object's own. */
export function objectServerStep({ status, cause, findings }: ObjectResult): string | undefined {
  if (cause === null || (status !== 'fail' && findings.some(({ check }) => check === cause.check))) {
    return undefined;
  }
  return status === 'warn'
    ? 'Run phs-tool diagnose: it looks for why the connector is silent.'
    : 'Run phs-tool status and do what it says.';
}
