// Loaded before the tool (node --import): says at the end how much memory the process held at most, in KB.
process.on('exit', () => {
  process.stderr.write(`peak memory: ${process.resourceUsage().maxRSS} KB\n`);
});
