import { z } from 'zod';
import { UsageError } from '../base/errors.js';
import { ExitCode } from '../base/exit-codes.js';
import { explain, explainableTerms } from '../report/explain-term.js';
import type { explanationDocumentSchema } from '../report/explanation-document.js';
import { didYouMean } from '../base/suggest.js';
import { toolVersion } from '../base/version.js';
import { explainTextView } from '../views/explain-text.js';
import { jsonText } from '../views/json.js';
import { chooseTheme } from '../views/theme.js';
import { checkPages } from '../report/check-pages.js';
import { defineCommand, type Command } from '../command-line/command.js';
import { configOptions, outputOptions } from '../command-line/common-options.js';

/** `phs-tool explain <term>`. */
export const explainCommand: Command = defineCommand({
  name: 'explain',
  describe: 'What an event id, RPC code, log status, check id or build means, and what to do',
  examples: [
    { line: 'phs-tool explain 611', description: 'An event id' },
    { line: 'phs-tool explain 8453', description: 'The RPC error in the text of event 611' },
    { line: 'phs-tool explain 0x80070005', description: 'A code in hexadecimal, or an HRESULT' },
    { line: 'phs-tool explain AADSTS700027', description: 'Why Microsoft Entra ID refuses the Entra connector' },
    { line: 'phs-tool explain FilteredByTarget', description: 'A status of the password sync log' },
    { line: 'phs-tool explain PHS301', description: 'A check of status and diagnose' },
    { line: 'phs-tool explain 2.5.3.0', description: 'A build of Entra Connect: support, limits, what it changed' },
  ],
  positionals: ['term'],
  options: z.strictObject({
    term: z.string().meta({
      description: 'Event id, RPC code or its name, HRESULT, log status, check id, or build of Entra Connect',
    }),
    output: outputOptions.output,
    noColor: outputOptions.noColor,
    ...configOptions,
  }),
  run: (ctx, { term, output, noColor }) => {
    const pages = checkPages(term);
    const explanations = explain(term, pages, new Date());
    if (explanations.length === 0) {
      const meant = didYouMean(term, explainableTerms(pages.map(({ id }) => id)));
      throw new UsageError(`"${term}" is not a known event id, RPC code, log status, check id or build.${meant}`, {
        hint: 'docs/events.md lists events, codes and statuses.',
      });
    }
    const document: z.output<typeof explanationDocumentSchema> = {
      schemaVersion: '1.0',
      tool: { name: 'phs-tool', version: toolVersion() },
      command: 'explain',
      term,
      explanations: [...explanations],
    };
    const { stdoutIsTerminal, columns } = ctx.io;
    const theme = chooseTheme({ isTerminal: stdoutIsTerminal, noColor, env: ctx.env });
    ctx.io.stdout(
      output === 'json'
        ? jsonText(document)
        : explainTextView(explanations, { theme, ...(stdoutIsTerminal ? { columns } : {}) }),
    );
    return Promise.resolve(ExitCode.ok);
  },
});
