using System.Collections;
using System.Collections.Concurrent;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;

namespace PhsTool.TestEngine;

/// <summary>
/// Script files as a warm engine runs them: "[System.Environment]::Exit(0)", the last statement of a session, would end the engine, so
/// it is "exit 0" here. A file that is not changed between two runs is compiled once.
/// </summary>
internal static class WarmScript
{
    private const string EndsProcess = "[System.Environment]::Exit(0)";
    private static readonly ConcurrentDictionary<(string Path, string Text), ScriptBlock> Known = new();

    /// <summary>Whether this process is a warm engine.</summary>
    public static bool IsOn { get; set; }

    /// <summary>A command that runs the file in the scope it is called in, as "-File" does, with these parameters.</summary>
    public static Command Of(string path, IEnumerable<CommandParameter> parameters)
    {
        var block = Known.GetOrAdd((path, File.ReadAllText(path)), (file) => Parse(file.Path, file.Text));
        var (named, listed) = Bind(block, parameters);
        var command = new Command("param($PhsScript, $PhsNamed, $PhsListed) . $PhsScript @PhsNamed @PhsListed", isScript: true, useLocalScope: false);
        command.Parameters.Add("PhsScript", block);
        command.Parameters.Add("PhsNamed", named);
        command.Parameters.Add("PhsListed", listed);
        return command;
    }

    /// <summary>A name without a value of its own takes the value that follows it, unless it is that of a switch.</summary>
    private static (Hashtable Named, object?[] Listed) Bind(ScriptBlock block, IEnumerable<CommandParameter> parameters)
    {
        var named = new Hashtable(StringComparer.OrdinalIgnoreCase);
        var listed = new List<object?>();
        var switches = ((ScriptBlockAst)block.Ast).ParamBlock?.Parameters
            .Where((parameter) => parameter.StaticType == typeof(SwitchParameter))
            .Select((parameter) => parameter.Name.VariablePath.UserPath)
            .ToHashSet(StringComparer.OrdinalIgnoreCase) ?? [];
        string? waiting = null;
        foreach (var parameter in parameters)
        {
            var name = parameter.Name?.TrimStart('-');
            if (name is null && waiting is null)
            {
                listed.Add(parameter.Value);
            }
            else if (name is null && waiting is not null)
            {
                named[waiting] = parameter.Value;
                waiting = null;
            }
            else if (name is not null && (parameter.Value is not null || switches.Contains(name)))
            {
                named[name] = parameter.Value ?? true;
            }
            else
            {
                waiting = name;
            }
        }
        return (named, listed.ToArray());
    }

    private static ScriptBlock Parse(string path, string text)
    {
        var ast = Parser.ParseInput(text.Replace(EndsProcess, "exit 0", StringComparison.Ordinal), path, out _, out var errors);
        return errors.Length == 0 ? ast.GetScriptBlock() : throw new ParseException(errors);
    }
}
