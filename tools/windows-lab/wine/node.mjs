// Loaded by Node in the lab before anything else. On Wine 8 the end of a child's output is sometimes lost: "exit" comes, "close"
// never does. On Windows it always comes, so tests may wait for it.
import { ChildProcess } from 'node:child_process';

const lateMs = 1_500;
const spawn = ChildProcess.prototype.spawn;

ChildProcess.prototype.spawn = function spawnAndClose(options) {
  const result = spawn.call(this, options);
  this.once('exit', () => {
    setTimeout(() => {
      for (const stream of [this.stdout, this.stderr]) {
        if (stream !== null && stream !== undefined && !stream.readableEnded) stream.destroy();
      }
    }, lateMs).unref();
  });
  return result;
};
