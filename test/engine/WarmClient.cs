using System.Diagnostics;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace PhsTool.TestEngine;

/// <summary>
/// Lets a warm engine of a pool (a folder) run what this process was asked to run, over this process's own standard streams, and
/// ends with its exit code. A place of the pool belongs to the process that holds its lock; an engine is started where none is.
/// </summary>
internal static class WarmClient
{
    private const int Places = 32;
    private const int Lost = 71;

    /// <summary>Variables that .NET reads once in a process: engines are shared by processes that agree in them.</summary>
    private static readonly string[] ReadOnce = ["LANG", "LC_ALL", "LC_CTYPE", "LC_MESSAGES", "TZ", "PATH", "HOME", "TMPDIR"];

    public static int Run(string pool, string[] arguments)
    {
        var folder = Directory.CreateDirectory(Path.Combine(pool, Key())).FullName;
        for (var place = 0; place < Places; place += 1)
        {
            var path = Path.Combine(folder, place.ToString(System.Globalization.CultureInfo.InvariantCulture));
            using var held = Lock(path + ".lock");
            if (held is not null)
            {
                return RunAt(path + ".sock", arguments);
            }
        }
        return CommandLine.Run(arguments);
    }

    private static string Key()
    {
        var values = ReadOnce
            .Concat(Environment.GetEnvironmentVariables().Keys.Cast<string>().Where((name) => name.StartsWith("DOTNET_", StringComparison.Ordinal)).Order())
            .Select((name) => $"{name}={Environment.GetEnvironmentVariable(name)}");
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', values))))[..8];
    }

    private static FileStream? Lock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static int RunAt(string path, string[] arguments)
    {
        using var socket = Connect(path) ?? Start(path);
        WarmRequest.OfThisProcess(arguments).Send(socket);
        return WarmRequest.ReadExactly(socket, sizeof(int)) is { } code ? BitConverter.ToInt32(code) : Lost;
    }

    /// <summary>A connection to an engine that has said it is free, or null.</summary>
    private static Socket? Connect(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            if (WarmRequest.ReadExactly(socket, 1) is not null)
            {
                return socket;
            }
        }
        catch (SocketException)
        {
        }
        socket.Dispose();
        return null;
    }

    private static Socket Start(string path)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath ?? "", ["--serve", path])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start) ?? throw new IOException("The warm engine did not start.");
        while (true)
        {
            Thread.Sleep(10);
            if (Connect(path) is { } socket)
            {
                return socket;
            }
            if (process.HasExited)
            {
                throw new IOException($"The warm engine ended (exit code {process.ExitCode}).");
            }
        }
    }
}
