using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace PhsTool.TestEngine;

/// <summary>File descriptors of Linux: handed to another process over a socket, and put in the place of others.</summary>
internal static class Descriptors
{
    private const int SolSocket = 1;
    private const int ScmRights = 1;
    private const int Standard = 3;
    private static readonly int HeaderLength = IntPtr.Size + (2 * sizeof(int));

    [StructLayout(LayoutKind.Sequential)]
    private struct Vector
    {
        public IntPtr Base;
        public nuint Length;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Message
    {
        public IntPtr Name;
        public uint NameLength;
        public IntPtr Vectors;
        public nuint VectorCount;
        public IntPtr Control;
        public nuint ControlLength;
        public int Flags;
    }

    [DllImport("libc", SetLastError = true)]
    private static extern nint sendmsg(int socket, ref Message message, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern nint recvmsg(int socket, ref Message message, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int dup2(int from, int to);

    [DllImport("libc", SetLastError = true)]
    private static extern int close(int descriptor);

    [DllImport("libc", SetLastError = true)]
    private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int setsid();

    /// <summary>Leaves the session of the terminal, so that no signal to a group reaches this process.</summary>
    public static void LeaveSession() => _ = setsid();

    /// <summary>Sends one byte and, with it, the three standard descriptors of this process.</summary>
    public static void SendStandard(Socket socket)
    {
        var control = new byte[HeaderLength + (Standard * sizeof(int))];
        BitConverter.TryWriteBytes(control, (long)control.Length);
        BitConverter.TryWriteBytes(control.AsSpan(IntPtr.Size), SolSocket);
        BitConverter.TryWriteBytes(control.AsSpan(IntPtr.Size + sizeof(int)), ScmRights);
        for (var i = 0; i < Standard; i += 1)
        {
            BitConverter.TryWriteBytes(control.AsSpan(HeaderLength + (i * sizeof(int))), i);
        }
        if (Exchange(control, (ref Message message) => sendmsg((int)socket.Handle, ref message, 0)) != 1)
        {
            throw new IOException("The standard descriptors could not be handed over.");
        }
    }

    /// <summary>Takes what SendStandard sent as the standard descriptors of this process; false: the other side has gone.</summary>
    public static bool ReceiveStandard(Socket socket)
    {
        var control = new byte[HeaderLength + (Standard * sizeof(int)) + sizeof(int)];
        if (Exchange(control, (ref Message message) => recvmsg((int)socket.Handle, ref message, 0)) != 1)
        {
            return false;
        }
        for (var i = 0; i < Standard; i += 1)
        {
            var received = BitConverter.ToInt32(control, HeaderLength + (i * sizeof(int)));
            Check(dup2(received, i));
            Check(close(received));
        }
        return true;
    }

    /// <summary>
    /// Lets go of what the standard descriptors lead to, also where streams of the console hold copies: a stream whose handle is
    /// still to be collected keeps its number, which leads to nothing from now on.
    /// </summary>
    public static void ReleaseStandard()
    {
        var held = Enumerable.Range(0, Standard).Select(Target).Where((target) => target is not null).ToHashSet();
        const int readWrite = 2;
        var nothing = open("/dev/null", readWrite);
        Check(nothing);
        foreach (var entry in Directory.EnumerateFileSystemEntries("/proc/self/fd").ToList())
        {
            var descriptor = int.Parse(Path.GetFileName(entry), System.Globalization.CultureInfo.InvariantCulture);
            if (held.Contains(Target(descriptor)))
            {
                Check(dup2(nothing, descriptor));
            }
        }
        Check(close(nothing));
    }

    private static string? Target(int descriptor) => new FileInfo($"/proc/self/fd/{descriptor}").LinkTarget;

    private delegate nint Call(ref Message message);

    private static nint Exchange(byte[] control, Call call)
    {
        var data = GCHandle.Alloc(new byte[1], GCHandleType.Pinned);
        var rights = GCHandle.Alloc(control, GCHandleType.Pinned);
        var vector = GCHandle.Alloc(new Vector { Base = data.AddrOfPinnedObject(), Length = 1 }, GCHandleType.Pinned);
        try
        {
            var message = new Message
            {
                Vectors = vector.AddrOfPinnedObject(),
                VectorCount = 1,
                Control = rights.AddrOfPinnedObject(),
                ControlLength = (nuint)control.Length,
            };
            return call(ref message);
        }
        finally
        {
            vector.Free();
            rights.Free();
            data.Free();
        }
    }

    private static void Check(int result)
    {
        if (result < 0)
        {
            throw new IOException($"A descriptor could not be changed (errno {Marshal.GetLastPInvokeError()}).");
        }
    }
}
