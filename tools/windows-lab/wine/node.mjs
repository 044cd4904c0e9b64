// Loaded by Node in the lab before anything else; works around what Wine 8 does otherwise than Windows.
import { ChildProcess } from 'node:child_process';
import { appendFileSync } from 'node:fs';

const lateMs = 1_500;
const spawn = ChildProcess.prototype.spawn;

// The end of a child's output is sometimes lost: "exit" comes, "close" never does. On Windows it always comes: tests wait for it.
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

// Without a console Node cannot ask for its title, and ends.
Object.defineProperty(process, 'title', { value: 'node', writable: true, configurable: true });

// A console takes escape sequences for text. So that a screen can be looked at they are left out of what is written to it, and
// everything goes into a file as well, from which the colours can be read.
const drawn = process.env['PHS_LAB_DRAWN'];
if (drawn !== undefined) {
  for (const stream of [process.stdout, process.stderr]) {
    if (!stream.isTTY) continue;
    const write = stream.write.bind(stream);
    stream.write = (text, ...more) => {
      appendFileSync(drawn, text);
      // "\u001b[2K" empties a line: what stood on it is written over.
      const emptied = String(text).replaceAll('\r\u001b[2K', `\r${' '.repeat(79)}\r`);
      return write(emptied.replace(/\u001b\[[\d;?]*[A-Za-z]/g, ''), ...more);
    };
  }
}
