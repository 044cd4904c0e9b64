using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace PhsTool.TestEngine;

/// <summary>A host that writes to the console and never prompts, as pwsh does with -NonInteractive.</summary>
internal sealed class ConsoleEngineHost : PSHost
{
    private readonly ConsoleEngineUserInterface _ui = new();

    /// <summary>What the script gave to "exit", or null when it ended without.</summary>
    public int? ExitCode { get; private set; }

    public override string Name => "ConsoleHost";
    public override Guid InstanceId { get; } = Guid.NewGuid();
    public override Version Version => typeof(PSObject).Assembly.GetName().Version ?? new Version(7, 0);
    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;
    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;
    public override PSHostUserInterface UI => _ui;

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;
    public override void EnterNestedPrompt() => throw new NotSupportedException();
    public override void ExitNestedPrompt() => throw new NotSupportedException();
    public override void NotifyBeginApplication() { }
    public override void NotifyEndApplication() { }

    public static void WriteError(ErrorRecord error)
    {
        Console.Error.WriteLine($"{error.InvocationInfo?.InvocationName}: {error.Exception.Message}");
        Console.Error.WriteLine(error.InvocationInfo?.PositionMessage);
        Console.Error.WriteLine($"    + CategoryInfo          : {error.CategoryInfo}");
        Console.Error.WriteLine($"    + FullyQualifiedErrorId : {error.FullyQualifiedErrorId}");
    }
}
