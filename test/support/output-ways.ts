import { EnvironmentError, UsageError } from '../../src/base/errors.js';
import { LogFile } from '../../src/files/log-file.js';
import { NewFile } from '../../src/files/new-file.js';
import { replaceFile } from '../../src/files/replace-file.js';

/** Every way in which the tool writes a file, each told by the word of its option. */
export const ways: readonly (readonly [string, (path: string) => Promise<void>])[] = [
  [
    'a new file (--record, bundle --out, --mapping)',
    (path: string): Promise<void> => {
      const file = NewFile.create(path, 'The recording');
      file.write('text');
      file.close();
      return Promise.resolve();
    },
  ],
  [
    'an appended file (--log-file)',
    async (path: string): Promise<void> => {
      const file = await LogFile.open(path, 'The log file');
      file.append('text');
    },
  ],
  [
    'a replaced file (--out)',
    async (path: string): Promise<void> => {
      await replaceFile(path, 'text');
    },
  ],
];

/** The error with which a way of writing refuses; any other error is raised, and one if nothing was refused. */
export async function refusal(attempt: () => Promise<unknown>): Promise<Error> {
  try {
    await attempt();
  } catch (error) {
    if (error instanceof EnvironmentError || error instanceof UsageError) {
      return error;
    }
    throw error;
  }
  throw new Error('nothing was refused');
}
