import { relative, sep } from 'node:path';
import { packageRoot } from '../../../src/base/package-root.js';
import { judgeCall } from './calls.js';
import { differences, type Difference } from './differences.js';
import type { RuleContext } from './rule.js';
import type { FileFacts } from './syntax-facts.js';

const intro = `# Windows PowerShell 5.1 and PowerShell 7

On a server phs-tool runs in Windows PowerShell 5.1; its tests run in PowerShell 7, and a simulated server answers in both. This page lists every
construct that the two do not treat alike, and where our PowerShell files rely on it. It is written by \`npm run golden\` from
\`test/support/syntax/differences.ts\` and the syntax trees of the files, and a test fails when it no longer says what they do.

What holds the files to 5.1, on every machine:

- the parser: syntax that 5.1 does not know is refused;
- commands and parameters: against data of 5.1 on Windows Server 2016 (PSScriptAnalyzer, MIT License), also whether parameters may stand together;
- types, members and the overloads that a call can be bound to: against the reference assemblies of .NET Framework 4.7.2 and PowerShell 5.1, with the
  types that PowerShell's own type inference finds;
- the rules named below (\`test/support/syntax/rules.ts\`, \`edition-rules.ts\`).

Not checked: members of values whose type is not known before a script runs (what a cmdlet of ADSync answers), and whether a file does in 5.1 what it should.
Sources: [Differences between Windows PowerShell 5.1 and PowerShell 7](https://learn.microsoft.com/powershell/scripting/whats-new/differences-from-windows-powershell),
[about_Character_Encoding](https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_character_encoding),
[.NET globalization and ICU](https://learn.microsoft.com/dotnet/core/extensions/globalization-icu), the two sets of reference assemblies.
`;

function place({ path }: FileFacts): string {
  return `\`${relative(packageRoot(), path).split(sep).join('/')}\``;
}

function places(files: readonly FileFacts[], finds: (facts: FileFacts) => boolean): string {
  const found = files.filter(finds).map(place);
  if (found.length === 0) {
    return 'nowhere';
  }
  return found.length === files.length ? 'every file' : found.join(', ');
}

function section(difference: Difference, files: readonly FileFacts[], context: RuleContext): string {
  const { construct, in51, in7, held, finds } = difference;
  const where = places(files, (facts) => finds(facts, context));
  return `### ${construct}\n\n- 5.1: ${in51}\n- 7: ${in7}\n- Where: ${where}.\n- ${held}\n`;
}

/** Calls for which .NET has a form that fits better than each of 5.1, by member. */
function rivalSection(files: readonly FileFacts[], { table }: RuleContext): string {
  const rows = files.flatMap((facts) =>
    facts.members.flatMap((use) => {
      const { rivals } = judgeCall(use, table);
      const call = `${use.receivers.join(' or ')}.${use.member}(${use.arguments.map((type) => (type === '' ? '?' : type)).join(', ')})`;
      return rivals.length === 0 ? [] : [{ call, rivals, place: place(facts) }];
    }),
  );
  const lines = [...new Set(rows.map(({ call }) => call))].sort().map((call) => {
    const found = rows.filter((row) => row.call === call);
    const forms = [...new Set(found.flatMap(({ rivals }) => rivals))].map((form) => `\`${form}\``).join(', ');
    return `- \`${call}\`: 7 has ${forms} as well. Where: ${[...new Set(found.map((each) => each.place))].join(', ')}.`;
  });
  return `## Calls that .NET may bind to a form of its own\n\nEach gives the same answer in both.\n\n${lines.join('\n')}\n`;
}

/** docs/powershell-5.1.md. */
export function formatDifferences(files: readonly FileFacts[], context: RuleContext): string {
  const topics = Object.entries(differences).map(
    ([topic, each]) => `## ${topic}\n\n${each.map((difference) => section(difference, files, context)).join('\n')}`,
  );
  return [intro, ...topics, rivalSection(files, context)].join('\n');
}
