import { expect, test } from '@jest/globals';
import { childEnvironment } from '../../src/base/child-environment.js';

test('a program that phs-tool starts is given nothing that makes it load code of others', () => {
  const hostile = {
    NODE_OPTIONS: '--require /planted.js',
    node_path: '/planted',
    NODE_POWERSHELL: 'calc',
    PSModulePath: '/planted',
    PSExecutionPolicyPreference: 'Bypass',
    COR_ENABLE_PROFILING: '1',
    COR_PROFILER_PATH: 'C:\\planted.dll',
    CORECLR_PROFILER_PATH: '/planted.so',
    DOTNET_STARTUP_HOOKS: '/planted.dll',
    DOTNET_ADDITIONAL_DEPS: '/planted',
    DOTNET_GCPath: '/planted.so',
    COMPLUS_InstallRoot: 'C:\\planted',
    COMPLUS_Version: 'v9',
    DEVPATH: 'C:\\planted',
    OPENSSL_CONF: '/planted.cnf',
    OPENSSL_MODULES: '/planted',
    GCONV_PATH: '/planted',
    LD_PRELOAD: '/planted.so',
    LD_LIBRARY_PATH: '/planted',
    DYLD_INSERT_LIBRARIES: '/planted.dylib',
    PERL5LIB: '/planted',
    PERL5OPT: '-Mplanted',
    BASH_ENV: '/planted.sh',
    ENV: '/planted.sh',
  };

  expect(childEnvironment(hostile)).toEqual({});
});

test('and everything else', () => {
  const kept = { PATH: '/bin', SystemRoot: 'C:\\Windows', DOTNET_ROOT: '/usr/lib/dotnet', ENVIRONMENT: 'x', TZ: 'UTC' };

  expect(childEnvironment({ ...kept, GONE: undefined })).toEqual(kept);
});
