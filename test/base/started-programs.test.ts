import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { packageRoot } from '../../src/base/package-root.js';

const root = packageRoot();

/** The files of a folder with one ending, and their texts. */
function filesOf(folder: string, ending: string): readonly (readonly [path: string, text: string])[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => [`${folder}/${name.replaceAll('\\', '/')}`, readFileSync(join(root, folder, name), 'utf8')] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Every place where a source starts a program: what it names first. */
function startsIn(text: string): readonly string[] {
  const starts =
    /(?<![.\w])(?:spawn|spawnSync|exec|execSync|execFile|execFileSync|fork|execa)\(\s*([^,]+),|executable: ([^,\n]+),/g;
  return [...text.matchAll(starts)].map(([, called, named]) => (called ?? named ?? '').trim());
}

describe('programs that phs-tool starts', () => {
  // A new one is added here after a look at how it is found: by an absolute path from a place that only administrators write.
  test('are these, and each is named by an absolute path', () => {
    const found = filesOf('src', '.ts')
      .filter(([, text]) => /'(?:node:)?child_process'|'execa'|'node-powershell'/.test(text))
      .map(([path, text]) => [path, startsIn(text)] as const);

    expect(Object.fromEntries(found)).toEqual({
      'src/files/windows-owner.ts': ['windowsPowerShell(env)'],
      'src/ps/process.ts': ['launcher ?? start.executable', 'taskkill()', 'taskkill()'],
      // Node.js itself on Windows, elsewhere /bin/sh.
      'src/simulator/run-tasks.ts': ['program'],
    });
  });

  test('are found by this test', () => {
    expect(startsIn("spawn('taskkill', []); await execa(name, words); run({ executable: 'pwsh',\n })")).toEqual([
      "'taskkill'",
      'name',
      "'pwsh'",
    ]);
  });

  test("are all started by files that name a folder for them, never the operator's", () => {
    for (const path of ['src/files/windows-owner.ts', 'src/ps/process.ts', 'src/simulator/run-tasks.ts']) {
      expect(readFileSync(join(root, path), 'utf8')).toMatch(/\bcwd: (?:systemFolder\(|start\.cwd|`\$\{base\}\.work`)/);
    }
  });

  test('are PowerShell without profiles', () => {
    const sources = filesOf('src', '.ts').filter(([, text]) => text.includes("'-NonInteractive'"));
    const tasks = filesOf('scripts', '.ps1').filter(([, text]) => text.includes(' -NonInteractive -ExecutionPolicy'));

    expect(sources.map(([path]) => path)).toEqual(['src/files/windows-owner.ts', 'src/ps/process.ts']);
    expect(tasks.map(([path]) => path)).toEqual([
      'scripts/Invoke-PhsGuardedSync.ps1',
      'scripts/guard/45-guardian-task.ps1',
    ]);
    for (const [, text] of sources) {
      expect(text).toMatch(/'-NoProfile'(?:: true)?,\s+'-NonInteractive'/);
    }
    for (const [, text] of tasks) {
      expect(text).toContain('"-NoProfile -NonInteractive ');
    }
  });

  // That no script calls a native command is a rule of test/scripts/syntax-rules.test.ts.
  test('are started by no script through .NET', () => {
    const startsOne = /Diagnostics\.Process(?:StartInfo)?\]::(?:Start|new)\b|New-Object[^\n]*Diagnostics\.Process/;

    expect(startsOne.test("[System.Diagnostics.Process]::Start('x')")).toBe(true);
    expect(filesOf('scripts', '.ps1').filter(([, text]) => startsOne.test(text))).toEqual([]);
  });

  // The session always has a read of its standard input pending: a program that inherited it could wait for that for ever.
  test('have a standard input of their own', () => {
    const sources = ['src/files/windows-owner.ts', 'src/ps/process.ts', 'src/simulator/run-tasks.ts'];
    const starting = filesOf('simulator', '.ps1').filter(([, text]) => text.includes('Diagnostics.Process]::Start('));
    const count = (text: string, word: string): number => text.split(word).length - 1;

    for (const path of sources) {
      expect(readFileSync(join(root, path), 'utf8')).toMatch(/std(?:in|io): (?:'ignore'|\['ignore')/);
    }
    expect(starting.map(([path]) => path)).toEqual(['simulator/Common/TaskRun.ps1']);
    for (const [, text] of starting) {
      const starts = count(text, 'Diagnostics.Process]::Start(');

      expect(count(text, 'RedirectStandardInput = $true')).toBe(starts);
      expect(count(text, 'StandardInput.Close()')).toBe(starts);
    }
  });

  test('name no program for a search in PATH in a script of a shell', () => {
    const scripts = [...filesOf('src', '.sh'), ...filesOf('simulator', '.sh')];
    const builtIn =
      /^(?:if|fi|for|do|done|then|else|case|esac|exec|exit|shift|set|cd|echo|read|unset|\w+=.*|start\)|supervise\)|exec\)|;;|\)|#.*|)$/;

    expect(scripts.map(([path]) => path)).toEqual(['src/ps/posix-launcher.sh', 'simulator/Windows/run-task.sh']);
    for (const [, text] of scripts) {
      const words = text.split('\n').map((line) => line.trim().split(' ')[0] ?? '');
      expect(words.filter((word) => !builtIn.test(word) && !word.startsWith('/'))).toEqual([]);
      expect(text).not.toMatch(/command -v|exec (?:setsid|perl|env)\b|&& (?:mv|cp|rm)\b/);
    }
  });
});
