import { readInspection, type Inspection } from '../model/guard-inspection.js';
import { PsError } from '../base/errors.js';
import { known, unknown, type Fact } from '../model/fact.js';
import { inspectPhsGuard } from '../scripts/invoke-phs-guarded-sync.js';
import type { Asker } from './ask.js';
import { reason } from '../model/classify-failure.js';

/**
 * What the guard of full password syncs knows, without asking the server about connectors: journal, locks, events of the
 * tool, its tasks. Unknown if the guard is not supported (no Windows PowerShell) or could not be asked.
 */
export async function collectGuard(asker: Asker): Promise<Fact<Inspection>> {
  const rows = await asker.rows(inspectPhsGuard, { mode: 'Inspect' });
  if (!rows.known) {
    return rows;
  }
  try {
    const inspection = readInspection(rows.value);
    return inspection.platform.supported
      ? known(inspection)
      : unknown(
          reason(
            'not-supported',
            'Earlier full syncs of this tool can be read in Windows PowerShell on the server only.',
          ),
        );
  } catch (error) {
    if (error instanceof PsError) {
      return unknown(reason('failed', `Could not read ${inspectPhsGuard.summary}: ${error.message}`));
    }
    throw error;
  }
}
