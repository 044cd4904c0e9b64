using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace PhsTool.TestEngine;

/// <summary>One runspace of the real engine with a console host; the exit codes are those of pwsh.</summary>
internal sealed class Engine : IDisposable
{
    private readonly ConsoleEngineHost _host = new();
    private readonly Runspace _runspace;

    public Engine()
    {
        // CreateDefault needs the console host's assembly, which the NuGet package does not have.
        _runspace = RunspaceFactory.CreateRunspace(_host, InitialSessionState.CreateDefault2());
        _runspace.Open();
        Runspace.DefaultRunspace = _runspace;
    }

    public int RunScript(Command command) => Run(command, lastStatusDecides: false);

    public int RunText(string text) => Run(new Command(text + "\n$global:PhsEngineStatus = $?", isScript: true), lastStatusDecides: true);

    private int Run(Command command, bool lastStatusDecides)
    {
        using var pipeline = _runspace.CreatePipeline();
        command.MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        pipeline.Commands.Add(command);
        pipeline.Commands.Add(new Command("Out-Default"));
        try
        {
            pipeline.Invoke();
        }
        catch (RuntimeException error)
        {
            if (_host.ExitCode is null)
            {
                ConsoleEngineHost.WriteError(error.ErrorRecord);
                return 1;
            }
        }
        if (_host.ExitCode is { } code)
        {
            return code;
        }
        // A second pipeline would reset "$?", so the text itself keeps it.
        if (lastStatusDecides)
        {
            return Read("PhsEngineStatus") is false ? 1 : 0;
        }
        // "exit N" in a script file ends only that file; the number is kept here.
        return Read("LASTEXITCODE") is int exit ? exit : 0;
    }

    private object? Read(string variable)
    {
        // Asked of the session and not by a script: under strict mode a variable that is not set would be an error.
        var value = _runspace.SessionStateProxy.GetVariable(variable);
        return value is PSObject wrapped ? wrapped.BaseObject : value;
    }

    public void Dispose() => _runspace.Dispose();
}
