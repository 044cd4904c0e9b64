import type { Probe } from '../model/doctor.js';
import { productBuilds } from '../model/product-builds.js';

/** A list older than this may lack builds and dates that matter. */
const oldAfterDays = 180;
const dayMs = 86_400_000;

/** How old the list of builds is by which PHS106 judges. */
export function buildsProbe(now: Date, asOf = productBuilds.asOf): Probe {
  const days = Math.floor((now.getTime() - Date.parse(`${asOf}T00:00:00Z`)) / dayMs);
  const isOld = days > oldAfterDays;
  return {
    id: 'list-of-builds',
    title: 'List of Entra Connect builds',
    status: isOld ? 'warn' : 'pass',
    message: `The list of Entra Connect builds is of ${asOf}, ${days} ${days === 1 ? 'day' : 'days'} old.`,
    details: [{ label: 'Newest build in it', value: productBuilds.builds.at(-1)?.build ?? 'none' }],
    ...(isOld
      ? {
          cure: {
            text: 'Update phs-tool, so that newer builds and dates are known.',
            commands: ['phs-tool --version'],
          },
        }
      : {}),
  };
}
