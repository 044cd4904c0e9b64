using PhsTool.TestEngine;

// The console program starts here; everything it does is in CommandLine and Engine, or in a warm engine of a pool.
if (args is ["--serve", var path])
{
    return WarmServer.Serve(path);
}
return OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable("PHS_ENGINE_POOL") is { Length: > 0 } pool
    ? WarmClient.Run(pool, args)
    : CommandLine.Run(args);
