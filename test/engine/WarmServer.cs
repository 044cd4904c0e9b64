using System.Collections;
using System.Net.Sockets;

namespace PhsTool.TestEngine;

/// <summary>
/// An engine that runs one command line after the other, each in a runspace of its own, for processes that hand it their standard
/// streams: most of what a session costs is code that is compiled once in a process. Ends when nobody asked for a while.
/// </summary>
internal sealed class WarmServer
{
    private const int Second = 1_000_000;
    private const int IdleSeconds = 60;
    private const int Runs = 200;
    private const long Bytes = 900_000_000;
    private const int Abandoned = 72;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly string _path;

    private WarmServer(string path) => _path = path;

    /// <summary>Serves until nobody asks any more, and ends this process: what runs left behind must not keep it.</summary>
    public static int Serve(string path)
    {
        Descriptors.LeaveSession();
        WarmScript.IsOn = true;
        new WarmServer(path).Serve();
        Environment.Exit(0);
        return 0;
    }

    private void Serve()
    {
        File.Delete(_path);
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(_path));
        listener.Listen();
        for (var run = 1; IsAskedFor(listener); run += 1)
        {
            using var socket = listener.Accept();
            socket.Send([1]);
            if (WarmRequest.Receive(socket) is not { } request)
            {
                continue;
            }
            var code = Run(request, socket);
            var isLast = run >= Runs || Environment.WorkingSet > Bytes;
            if (isLast)
            {
                File.Delete(_path);
            }
            Descriptors.ReleaseStandard();
            // A folder in which a process stands cannot be removed everywhere.
            Environment.CurrentDirectory = "/";
            socket.Send(BitConverter.GetBytes(code));
            if (isLast)
            {
                return;
            }
        }
        File.Delete(_path);
    }

    /// <summary>Waits for a request; false: nobody asked for a minute, or the pool has gone.</summary>
    private bool IsAskedFor(Socket listener)
    {
        for (var second = 0; second < IdleSeconds && File.Exists(_path); second += 1)
        {
            if (listener.Poll(Second, SelectMode.SelectRead))
            {
                return true;
            }
        }
        return false;
    }

    private static int Run(WarmRequest request, Socket socket)
    {
        Prepare(request);
        var code = 0;
        const int stack = 16 * 1024 * 1024;
        var thread = new Thread(() => code = CommandLine.Run(request.Arguments), stack) { IsBackground = true };
        thread.Start();
        DateTime? gone = null;
        while (!thread.Join(TimeSpan.FromMilliseconds(5)))
        {
            // The process that asked was ended: what it ran must end as well, as it would have with a process of its own.
            if (gone is null && socket.Poll(0, SelectMode.SelectRead))
            {
                gone = DateTime.UtcNow;
            }
            if (DateTime.UtcNow - gone > Grace)
            {
                Environment.Exit(Abandoned);
            }
        }
        return code;
    }

    private static void Prepare(WarmRequest request)
    {
        foreach (var name in Environment.GetEnvironmentVariables().Keys.Cast<string>().Except(request.Variables.Keys).ToList())
        {
            Environment.SetEnvironmentVariable(name, null);
        }
        foreach (var (name, value) in request.Variables)
        {
            Environment.SetEnvironmentVariable(name, value);
        }
        Environment.CurrentDirectory = request.Folder;
        Console.SetIn(new StreamReader(Console.OpenStandardInput()));
        Console.SetOut(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });
        Console.SetError(new StreamWriter(Console.OpenStandardError()) { AutoFlush = true });
    }
}
