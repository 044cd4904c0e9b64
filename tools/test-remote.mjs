// Runs test/remote/: commands that ask a simulated server over a real sshd on the loopback address, with a full PowerShell on both
// ends. Run by "npm run test:remote", after "npm run build"; words are passed on to jest.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findFullPwsh, pinnedVersion } from './full-pwsh.mjs';

const root = join(fileURLToPath(import.meta.url), '..', '..');

const host = findFullPwsh();
const missing = [
  ...(host === undefined || !existsSync(host)
    ? [
        `PowerShell ${pinnedVersion} is not restored: run "dotnet tool restore", or name a pwsh with PHS_TOOL_TEST_HOST.`,
      ]
    : []),
  ...(existsSync('/usr/sbin/sshd') ? [] : ['There is no /usr/sbin/sshd: install openssh-server.']),
  ...(existsSync('/usr/bin/ssh') ? [] : ['There is no /usr/bin/ssh: install openssh-client.']),
];
if (missing.length > 0) {
  process.stderr.write(`${missing.join('\n')}\nTHE TESTS OVER SSH ARE SKIPPED\n`);
  process.exitCode = 1;
} else {
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const given = process.argv.slice(2);
  const paths = given.some((word) => word.startsWith('test/remote/')) ? [] : ['test/remote/'];
  const words = ['--experimental-vm-modules', '--no-warnings', jest, ...paths, ...given];
  const { status } = spawnSync(process.execPath, words, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PHS_TOOL_TEST_HOST: host, PHS_TOOL_TEST_KIND: 'remote' },
  });
  process.exitCode = status ?? 1;
}
