import { z } from 'zod';
import { UsageError } from '../base/errors.js';
import { ExitCode } from '../base/exit-codes.js';
import { explain, explainableTerms, explainName } from '../report/explain-term.js';
import type { Explanation, explanationDocumentSchema } from '../report/explanation-document.js';
import { didYouMean } from '../base/suggest.js';
import { toolVersion } from '../base/version.js';
import { explainListView, explainTextView } from '../views/explain-text.js';
import { jsonText } from '../views/json.js';
import { chooseTheme } from '../views/theme.js';
import { checkPages } from '../report/check-pages.js';
import { defineCommand, type Command } from '../command-line/command.js';
import { configOptions, outputOptions } from '../command-line/common-options.js';

const options = z
  .strictObject({
    term: z.string().optional().meta({
      description:
        'Event id or words of its name, RPC code or its name, HRESULT, log status, check id, or build of Entra Connect',
    }),
    list: z.boolean().default(false).meta({ description: 'List everything that can be explained' }),
    output: outputOptions.output,
    noColor: outputOptions.noColor,
    ...configOptions,
  })
  .refine(({ term, list }) => (term === undefined) === list, { error: 'Name what to explain, or use --list.' });

/** The engine's own errors, as the connector space quotes them: no page of Microsoft lists them. */
const engineCode = /^(?:0x)?8023[0-9a-f]{4}$/i;
const engineHint =
  'It is an error of the synchronization engine: Synchronization Service Manager shows what it is about, and phs-tool diagnose with the user its details (PHS509).';

const listHint = 'phs-tool explain --list names everything that can be explained.';

function explainOne(term: string): readonly Explanation[] {
  const now = new Date();
  const pages = checkPages(term);
  const exact = explain(term, pages, now);
  const explanations = exact.length > 0 ? exact : explainName(term, now);
  if (explanations.length > mostByName && exact.length === 0) {
    const found = [...new Set(explanations.map((one) => one.term))].join(', ');
    throw new UsageError(`"${term}" is in the names of several: ${found}.`, { hint: 'Explain one of them.' });
  }
  if (explanations.length === 0) {
    // The nearest id of a check is another check.
    const meant = /^phs\d+$/i.test(term) ? '' : didYouMean(term, explainableTerms(pages.map(({ id }) => id)));
    throw new UsageError(`"${term}" is not a known event id, RPC code, log status, check id or build.${meant}`, {
      hint: engineCode.test(term.trim()) ? engineHint : listHint,
    });
  }
  return explanations;
}

function explainAll(): readonly Explanation[] {
  const now = new Date();
  const pages = checkPages('');
  return explainableTerms(pages.map(({ id }) => id)).flatMap((term) => explain(term, pages, now));
}

/** So many with the words in their names are explained; of more, they are only named. */
const mostByName = 3;

/** `phs-tool explain <term>`. */
export const explainCommand: Command = defineCommand({
  name: 'explain',
  describe: 'Explain an event id, RPC code, log status, check id or build, and say what to do',
  examples: [
    { line: 'phs-tool explain 611', description: 'An event id' },
    { line: 'phs-tool explain 8453', description: 'The RPC error in the text of event 611' },
    { line: 'phs-tool explain 0x80070005', description: 'A code in hexadecimal, or an HRESULT' },
    { line: 'phs-tool explain AADSTS700027', description: 'Why Microsoft Entra ID refuses the Entra connector' },
    { line: 'phs-tool explain FilteredByTarget', description: 'A status of the password sync log' },
    { line: 'phs-tool explain PHS301', description: 'A check of status and diagnose' },
    { line: 'phs-tool explain heartbeat', description: 'Words of the name of an event or code' },
    { line: 'phs-tool explain --list', description: 'Everything that can be explained' },
    { line: 'phs-tool explain 2.5.3.0', description: 'A build of Entra Connect: support, limits, what it changed' },
  ],
  positionals: ['term'],
  options,
  run: (ctx, { term, list, output, noColor }) => {
    const { stdoutIsTerminal, columns } = ctx.io;
    const theme = chooseTheme({ isTerminal: stdoutIsTerminal, noColor, env: ctx.env });
    const view = { theme, ...(stdoutIsTerminal ? { columns } : {}) };
    const explanations = list ? explainAll() : explainOne(term ?? '');
    if (output === 'text') {
      ctx.io.stdout((list ? explainListView : explainTextView)(explanations, view));
      return Promise.resolve(ExitCode.ok);
    }
    const document: z.output<typeof explanationDocumentSchema> = {
      schemaVersion: '1.0',
      tool: { name: 'phs-tool', version: toolVersion() },
      command: 'explain',
      term: term ?? '',
      explanations: [...explanations],
    };
    ctx.io.stdout(jsonText(document));
    return Promise.resolve(ExitCode.ok);
  },
});
