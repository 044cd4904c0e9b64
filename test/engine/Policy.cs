using Microsoft.PowerShell;

namespace PhsTool.TestEngine;

/// <summary>
/// What -ExecutionPolicy means on Windows. PowerShell has no policies on other systems; the engine stands for Windows there, so it
/// takes the switch as Windows does. No file can carry a signature that it could check: each counts as not signed.
/// </summary>
internal static class Policy
{
    private const string More = "about_Execution_Policies at https://go.microsoft.com/fwlink/?LinkID=135170.";

    public static bool TryRead(string text, out ExecutionPolicy policy) =>
        Enum.TryParse(text, ignoreCase: true, out policy) && Enum.IsDefined(policy) && !int.TryParse(text, out _);

    /// <summary>The process and what it starts read their policy here.</summary>
    public static void Set(ExecutionPolicy policy) =>
        Environment.SetEnvironmentVariable("PSExecutionPolicyPreference", policy.ToString());

    /// <summary>Why a file is not run; null if it is.</summary>
    public static string? Refusal(ExecutionPolicy policy, string path) => policy switch
    {
        ExecutionPolicy.Restricted =>
            $"File {path} cannot be loaded because running scripts is disabled on this system. For more information, see {More}",
        ExecutionPolicy.AllSigned =>
            $"File {path} cannot be loaded. The file {path} is not digitally signed. You cannot run this script on the current system. For more information about running scripts and setting execution policy, see {More}",
        _ => null,
    };
}
