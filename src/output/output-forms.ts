import type { Context } from '../command-line/context.js';
import { ExitCode } from '../base/exit-codes.js';
import type { Report } from '../model/report.js';
import type { MonitorRequest } from '../views/monitor-state.js';
import type { FleetDocument } from '../model/fleet-document.js';
import type { AgeLimits, View, ViewOptions } from '../views/view.js';

/** What a person reads on stderr beside a form: notes and errors, notes alone, or nothing at all. */
export type StderrContent = 'notes and errors' | 'notes' | 'nothing';

interface LoadedForm {
  readonly view: View;
  /** For readers that have exit codes of their own; absent: the report's. */
  readonly exitCode?: (report: Report, request: MonitorRequest) => ExitCode;
}

interface LoadedFleetForm {
  readonly fleetView: (document: FleetDocument, options: ViewOptions) => string;
  /** For readers that have exit codes of their own; absent: the document's. */
  readonly fleetExitCode?: (document: FleetDocument, request: MonitorRequest) => ExitCode;
}

/** One form of a report for programs; neither theme, width nor verbosity change it. */
export interface MachineForm {
  /** The one command that has it; absent: every command that prints a report. */
  readonly onlyOf?: string;
  /** Errors are in the form itself; some readers take stdout and stderr for one text. */
  readonly onStderr: StderrContent;
  /** True when `--out` can name a file for it. */
  readonly toFile?: true;
  /** True when it says UNKNOWN of a recording, and `--as-of-recording` what the recording says. */
  readonly judgesNow?: true;
  /** True when limits of the age of the last sign of life (`--warning`, `--critical`) change its state. */
  readonly ageLimits?: true;
  /** True when people read its sentences in a monitor: their times are those of this machine's zone, or with `--utc` in UTC. */
  readonly localTimes?: true;
  /** How long a run takes at most unless `--timeout` says otherwise, in ms; absent: as long as it takes. */
  readonly timeoutMs?: number;
  /** Exit code when the result did not arrive or a bug ended the run, for readers that have codes of their own. */
  readonly lostCode?: ExitCode;
  /** Loaded when it is asked for. */
  readonly load: () => Promise<LoadedForm>;
  /** The same form of several servers. */
  readonly loadFleet: () => Promise<LoadedFleetForm>;
}

/** What monitors wait for a plugin by custom. */
const monitorTimeoutMs = 60_000;

/** For readers that find the state in the text, and take another code for a program that did not run. */
const alwaysOk = (): ExitCode => ExitCode.ok;

/** Every form that a program reads, by its name for `--output`. Adding a row adds the form everywhere. */
export const machineForms = {
  json: {
    onStderr: 'notes',
    load: async () => ({ view: (await import('../views/json.js')).jsonView }),
    loadFleet: async () => ({ fleetView: (await import('../views/json.js')).jsonText }),
  },
  nagios: {
    onlyOf: 'status',
    onStderr: 'nothing',
    judgesNow: true,
    ageLimits: true,
    localTimes: true,
    timeoutMs: monitorTimeoutMs,
    // What monitors call UNKNOWN.
    lostCode: ExitCode.findings,
    load: async () => {
      const { nagiosView, nagiosExitCode } = await import('../views/nagios.js');
      return { view: nagiosView, exitCode: nagiosExitCode };
    },
    loadFleet: async () => {
      const { fleetNagios, fleetNagiosExitCode } = await import('../views/fleet-monitors.js');
      return { fleetView: fleetNagios, fleetExitCode: fleetNagiosExitCode };
    },
  },
  checkmk: {
    onlyOf: 'status',
    onStderr: 'nothing',
    judgesNow: true,
    ageLimits: true,
    localTimes: true,
    timeoutMs: monitorTimeoutMs,
    load: async () => ({ view: (await import('../views/checkmk.js')).checkmkView, exitCode: alwaysOk }),
    loadFleet: async () => ({
      fleetView: (await import('../views/fleet-monitors.js')).fleetCheckmk,
      fleetExitCode: alwaysOk,
    }),
  },
  prtg: {
    onlyOf: 'status',
    onStderr: 'nothing',
    judgesNow: true,
    ageLimits: true,
    localTimes: true,
    timeoutMs: monitorTimeoutMs,
    load: async () => ({ view: (await import('../views/prtg.js')).prtgView, exitCode: alwaysOk }),
    loadFleet: async () => ({
      fleetView: (await import('../views/fleet-monitors.js')).fleetPrtg,
      fleetExitCode: alwaysOk,
    }),
  },
  prometheus: {
    onlyOf: 'status',
    onStderr: 'notes and errors',
    toFile: true,
    judgesNow: true,
    timeoutMs: monitorTimeoutMs,
    load: async () => ({ view: (await import('../views/prometheus.js')).prometheusView }),
    loadFleet: async () => ({ fleetView: (await import('../views/fleet-monitors.js')).fleetPrometheus }),
  },
} as const satisfies Readonly<Record<string, MachineForm>>;

/** The name of a form that a program reads. */
export type MachineFormName = keyof typeof machineForms;

/** The form that `--output` names, undefined for text and for words that do not name a form. */
export function machineForm(output: string | undefined): MachineForm | undefined {
  return isMachineForm(output) ? machineForms[output] : undefined;
}

/** The names of the forms for which something holds, in the order of the table. */
export function formsWhere(holds: (form: MachineForm) => boolean): readonly string[] {
  return Object.entries<MachineForm>(machineForms).flatMap(([name, form]) => (holds(form) ? [name] : []));
}

/** How a report is to be printed. */
export interface FormRequest {
  /** One of {@link MachineFormName}; every other word is text. */
  readonly output: string;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly noColor: boolean;
  /** Times in UTC instead of those of this machine's zone. */
  readonly utc?: boolean | undefined;
  /** Makes a command to copy one for the server, or the recording, that answered. */
  readonly forServer?: (line: string) => string;
  /** File that takes the place of stdout. */
  readonly out?: string | undefined;
  /** For monitors: the state of the recorded run, not an unknown one. */
  readonly asOfRecording?: boolean | undefined;
  /** For monitors: the machine that a failed run was on. */
  readonly machineName?: string | undefined;
  /** For monitors: limits of the age of the last sign of life. */
  readonly ageLimits?: AgeLimits;
}

/** True for the forms that only a program reads. */
export function isMachineForm(output: string | undefined): output is MachineFormName {
  return output !== undefined && Object.hasOwn(machineForms, output);
}

async function renderText(report: Report, request: FormRequest, ctx: Context): Promise<string> {
  const [{ textView }, { chooseLook }] = await Promise.all([import('../views/text.js'), import('./text-look.js')]);
  const { times, ...look } = chooseLook(ctx, request);
  const verbosity = request.quiet ? 'quiet' : request.verbose ? 'verbose' : 'normal';
  const { forServer } = request;
  return times.write(textView(report, { ...look, verbosity, ...(forServer === undefined ? {} : { forServer }) }));
}

/** The text of a form with its times as its readers want them: for people in this machine's zone, for programs in UTC. */
export async function writeFormTimes(
  { localTimes }: MachineForm,
  text: string,
  request: FormRequest,
  ctx: Context,
): Promise<string> {
  if (localTimes !== true) {
    return text;
  }
  const { chooseTimes } = await import('./text-look.js');
  return chooseTimes(ctx, request).write(text);
}

/** Prints a report in the form asked for, on stdout or into `out`. Answers the exit code that goes with the form. */
export async function printReport(ctx: Context, report: Report, request: FormRequest): Promise<ExitCode> {
  const { output, out } = request;
  const form = machineForm(output);
  if (form === undefined) {
    ctx.io.stdout(await renderText(report, request, ctx));
    return report.summary.exitCode;
  }
  const { view, exitCode } = await form.load();
  const { plainTheme } = await import('../views/theme.js');
  const { asOfRecording = false, ageLimits = {}, machineName } = request;
  const asked: MonitorRequest = { asOfRecording, ageLimits };
  const written = view(report, {
    theme: plainTheme,
    verbosity: 'normal',
    ...asked,
    ...(machineName === undefined ? {} : { machineName }),
  });
  const text = await writeFormTimes(form, written, request, ctx);
  if (out === undefined) {
    ctx.io.stdout(text);
  } else {
    const { replaceFile } = await import('../files/replace-file.js');
    await replaceFile(out, text);
  }
  return exitCode?.(report, asked) ?? report.summary.exitCode;
}
