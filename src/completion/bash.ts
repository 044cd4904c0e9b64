import type { CompletionCommand } from './words.js';

/** Words for bash in single quotes; ours hold none, a stray one is left out rather than run. */
function quoted(words: readonly string[]): string {
  return `'${words.filter((word) => /^[\w.=-]+$/.test(word)).join(' ')}'`;
}

function valueCases({ name, options }: CompletionCommand): string[] {
  return options.flatMap(({ flag, alias, value }) => {
    if (value === 'none') {
      return [];
    }
    const patterns = [flag, ...(alias === undefined ? [] : [alias])].map((word) => `'${name} ${word}'`).join(' | ');
    // If no words are known a file may be meant; complete -o default offers those.
    return [`    ${patterns}) words=${quoted(value === 'any' ? [] : value)} ;;`];
  });
}

/** A script that does the same for bash. */
export function bashScript(commands: readonly CompletionCommand[], version: string): string {
  const groups = [...new Set(commands.map(({ name }) => name.split(' ')[0] ?? name))];
  const members = (group: string): string[] =>
    commands.filter(({ name }) => name.startsWith(`${group} `)).map(({ name }) => name.slice(group.length + 1));
  const lines = [
    `# Completion of phs-tool ${version} for bash. In ~/.bashrc: source <(phs-tool completion bash)`,
    '_phs_tool() {',
    '  local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}" command="" words=""',
    '  case "${COMP_WORDS[1]} ${COMP_WORDS[2]}" in',
    ...commands.filter(({ name }) => name.includes(' ')).map(({ name }) => `    '${name}') command='${name}' ;;`),
    '    *) command="${COMP_WORDS[1]}" ;;',
    '  esac',
    '  case "$command $previous" in',
    ...commands.flatMap(valueCases),
    '    *) case "$command" in',
    ...commands.map(
      ({ name, options, places }) =>
        `      '${name}') words=${quoted([...places, ...options.map(({ flag }) => flag)])} ;;`,
    ),
    ...groups
      .filter((group) => members(group).length > 0 && !commands.some(({ name }) => name === group))
      .map((group) => `      '${group}') words=${quoted(members(group))} ;;`),
    '      esac ;;',
    '  esac',
    `  if [ "$COMP_CWORD" -eq 1 ]; then words=${quoted(groups)}; fi`,
    '  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")',
    '}',
    'complete -o default -F _phs_tool phs-tool',
  ];
  return `${lines.join('\n')}\n`;
}
