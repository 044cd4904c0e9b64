import type { Context } from '../command-line/context.js';
import type { ExitCode } from '../base/exit-codes.js';
import type { Report } from '../model/report.js';
import type { ReplayRequest } from '../views/nagios.js';
import type { View } from '../views/view.js';

/** Names for `--output` of commands that print a report. */
export type ReportForm = 'text' | 'json' | 'nagios' | 'prometheus';

/** How a report is to be printed. */
export interface FormRequest {
  /** One of {@link ReportForm}; every other word is text. */
  readonly output: string;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly noColor: boolean;
  /** File that takes the place of stdout. */
  readonly out?: string | undefined;
  /** For monitors: the state of the recorded run, not an unknown one. */
  readonly asOfRecording?: boolean | undefined;
}

interface LoadedForm {
  readonly view: View;
  /** For readers that have exit codes of their own; absent: the report's. */
  readonly exitCode?: (report: Report, request: ReplayRequest) => ExitCode;
}

/** Forms that a program reads: neither theme, width nor verbosity change them. Loaded when they are asked for. */
const forms: Readonly<Record<Exclude<ReportForm, 'text'>, () => Promise<LoadedForm>>> = {
  json: async () => ({ view: (await import('../views/json.js')).jsonView }),
  nagios: async () => {
    const { nagiosView, nagiosExitCode } = await import('../views/nagios.js');
    return { view: nagiosView, exitCode: nagiosExitCode };
  },
  prometheus: async () => ({ view: (await import('../views/prometheus.js')).prometheusView }),
};

/** True for the forms that only a program reads. */
export function isMachineForm(output: string | undefined): output is keyof typeof forms {
  return output !== undefined && Object.hasOwn(forms, output);
}

async function textOf(report: Report, { quiet, verbose, noColor }: FormRequest, ctx: Context): Promise<string> {
  const [{ textView }, { chooseTheme }] = await Promise.all([import('../views/text.js'), import('../views/theme.js')]);
  const { stdoutIsTerminal, columns } = ctx.io;
  return textView(report, {
    theme: chooseTheme({ isTerminal: stdoutIsTerminal, noColor, env: ctx.env }),
    ...(stdoutIsTerminal ? { columns } : {}),
    verbosity: quiet ? 'quiet' : verbose ? 'verbose' : 'normal',
  });
}

/** Prints a report in the form asked for, on stdout or into `out`. Answers the exit code that goes with the form. */
export async function printReport(ctx: Context, report: Report, request: FormRequest): Promise<ExitCode> {
  const { output, out } = request;
  if (!isMachineForm(output)) {
    ctx.io.stdout(await textOf(report, request, ctx));
    return report.summary.exitCode;
  }
  const { view, exitCode } = await forms[output]();
  const { plainTheme } = await import('../views/theme.js');
  const replay: ReplayRequest = { asOfRecording: request.asOfRecording === true };
  const text = view(report, { theme: plainTheme, verbosity: 'normal', ...replay });
  if (out === undefined) {
    ctx.io.stdout(text);
  } else {
    const { replaceFile } = await import('./replace-file.js');
    await replaceFile(out, text);
  }
  return exitCode?.(report, replay) ?? report.summary.exitCode;
}
