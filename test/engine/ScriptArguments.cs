using System.Management.Automation.Runspaces;

namespace PhsTool.TestEngine;

/// <summary>What follows "-File script" on the command line, as pwsh turns it into parameters of the script.</summary>
internal static class ScriptArguments
{
    public static IEnumerable<CommandParameter> Parse(IEnumerable<string> arguments)
    {
        string? pending = null;
        foreach (var argument in arguments)
        {
            if (pending is not null)
            {
                yield return new CommandParameter(pending, argument);
                pending = null;
                continue;
            }
            if (argument.Length < 2 || argument[0] != '-')
            {
                yield return new CommandParameter(null, argument);
                continue;
            }
            var colon = argument.IndexOf(':');
            if (colon < 0)
            {
                yield return new CommandParameter(argument);
            }
            else if (colon == argument.Length - 1)
            {
                pending = argument[..colon];
            }
            else
            {
                yield return new CommandParameter(argument[..colon], BooleanOrText(argument[(colon + 1)..]));
            }
        }
    }

    private static object BooleanOrText(string text) => text.TrimStart('$').ToLowerInvariant() switch
    {
        "true" => true,
        "false" => false,
        _ => text,
    };
}
