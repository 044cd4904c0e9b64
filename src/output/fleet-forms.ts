import type { Context } from '../command-line/context.js';
import type { ExitCode } from '../base/exit-codes.js';
import type { FleetDocument } from '../model/fleet-document.js';
import type { CommandOfServer } from '../views/fleet-text.js';
import { machineForm, writeFormTimes, type FormRequest } from './output-forms.js';

/** How the result of several servers is printed. */
export interface FleetFormRequest extends FormRequest {
  readonly forServerNamed: CommandOfServer;
}

async function renderText(document: FleetDocument, request: FleetFormRequest, ctx: Context): Promise<string> {
  const [{ fleetText }, { chooseLook }] = await Promise.all([
    import('../views/fleet-text.js'),
    import('./text-look.js'),
  ]);
  const { times, ...look } = chooseLook(ctx, request);
  const verbosity = request.quiet ? 'quiet' : request.verbose ? 'verbose' : 'normal';
  return times.write(fleetText(document, { ...look, verbosity }, request.forServerNamed));
}

/** Prints the result of several servers in the form asked for, on stdout or into `out`. Answers the exit code that goes with the form. */
export async function printFleet(ctx: Context, document: FleetDocument, request: FleetFormRequest): Promise<ExitCode> {
  const form = machineForm(request.output);
  if (form === undefined) {
    ctx.io.stdout(await renderText(document, request, ctx));
    return document.summary.exitCode;
  }
  const { plainTheme } = await import('../views/theme.js');
  const { asOfRecording = false, ageLimits = {} } = request;
  const options = { theme: plainTheme, verbosity: 'normal', asOfRecording, ageLimits } as const;
  const { fleetView, fleetExitCode } = await form.loadFleet();
  const text = await writeFormTimes(form, fleetView(document, options), request, ctx);
  if (request.out === undefined) {
    ctx.io.stdout(text);
  } else {
    const { replaceFile } = await import('../files/replace-file.js');
    await replaceFile(request.out, text);
  }
  return fleetExitCode?.(document, options) ?? document.summary.exitCode;
}
