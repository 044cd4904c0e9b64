using PhsTool.TestEngine;

// The console program starts here; everything it does is in CommandLine and Engine.
return CommandLine.Run(args);
