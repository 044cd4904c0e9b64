using System.Management.Automation.Runspaces;
using Microsoft.PowerShell;

namespace PhsTool.TestEngine;

/// <summary>
/// Reads the switches that pwsh also has (-NoLogo, -NoProfile, -NonInteractive, -NoExit, -ExecutionPolicy X,
/// -File f args, -Command text) and runs the engine. Unknown switches end with 64, as in pwsh.
/// </summary>
internal static class CommandLine
{
    private const int UsageError = 64;

    public static int Run(string[] args)
    {
        var index = 0;
        var policy = ExecutionPolicy.Undefined;
        while (index < args.Length)
        {
            var name = args[index].TrimStart('-', '/').ToLowerInvariant();
            switch (name)
            {
                case "nologo" or "noprofile" or "noninteractive" or "noexit" or "sta" or "mta":
                    index += 1;
                    break;
                case "outputformat" or "inputformat":
                    index += 2;
                    break;
                case "executionpolicy" when index + 1 < args.Length:
                    if (!Policy.TryRead(args[index + 1], out policy))
                    {
                        Console.Error.WriteLine($"Invalid ExecutionPolicy value '{args[index + 1]}'.");
                        return UsageError;
                    }
                    Policy.Set(policy);
                    index += 2;
                    break;
                case "version":
                    Console.Out.WriteLine("PowerShell " + typeof(System.Management.Automation.PSObject).Assembly.GetName().Version?.ToString(3) + " (test engine)");
                    return 0;
                case "file" when index + 1 < args.Length:
                    return RunFile(args[index + 1], args[(index + 2)..], policy);
                case "command" when index + 1 < args.Length:
                    return RunCommand(string.Join(' ', args[(index + 1)..]));
                default:
                    Console.Error.WriteLine($"The argument '{args[index]}' is not recognized. The test engine knows -File and -Command.");
                    return UsageError;
            }
        }
        return RunCommand("-");
    }

    private static int RunFile(string path, string[] arguments, ExecutionPolicy policy)
    {
        var full = Path.GetFullPath(path);
        if (!File.Exists(full))
        {
            Console.Error.WriteLine($"The argument '{path}' is not recognized as the name of a script file. Check the spelling of the name, or if a path was included, verify that the path is correct and try again.");
            return UsageError;
        }
        if (Policy.Refusal(policy, full) is { } refusal)
        {
            Console.Error.WriteLine(refusal);
            return 1;
        }
        using var engine = new Engine();
        return engine.RunScript(WarmScript.IsOn ? WarmScript.Of(full, ScriptArguments.Parse(arguments)) : OfFile(full, arguments));
    }

    private static Command OfFile(string path, string[] arguments)
    {
        var command = new Command(path, isScript: false, useLocalScope: false);
        foreach (var parameter in ScriptArguments.Parse(arguments))
        {
            command.Parameters.Add(parameter);
        }
        return command;
    }

    private static int RunCommand(string text)
    {
        using var engine = new Engine();
        return engine.RunText(text == "-" ? Console.In.ReadToEnd() : text);
    }
}
