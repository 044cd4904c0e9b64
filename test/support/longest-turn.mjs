// Loaded before the tool (node --import): says at the end, in ms of processor time, how long the longest stretch of work was in
// which no signal, timer or input was looked at, and before that when signals are taken. Processor time, because a busy machine makes every clock slow.
let taken = false;
const step = () => {
  if (!taken && process.listenerCount('SIGINT') > 0) {
    taken = true;
    process.stderr.write('signals are taken\n');
  }
  const { user, system } = process.cpuUsage(last);
  last = process.cpuUsage();
  longest = Math.max(longest, (user + system) / 1000);
};
let longest = 0;
let last = process.cpuUsage();
setInterval(step, 10).unref();
process.on('exit', () => {
  step();
  process.stderr.write(`longest turn: ${Math.round(longest)} ms\n`);
});
