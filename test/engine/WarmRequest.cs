using System.Collections;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace PhsTool.TestEngine;

/// <summary>What a process asks a warm engine to run in its place.</summary>
internal sealed record WarmRequest(string[] Arguments, string Folder, Dictionary<string, string> Variables)
{
    /// <summary>The request of this process.</summary>
    public static WarmRequest OfThisProcess(string[] arguments) =>
        new(
            arguments,
            Environment.CurrentDirectory,
            Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(
                (entry) => (string)entry.Key,
                (entry) => (string?)entry.Value ?? ""));

    /// <summary>Sends the descriptors, the length and the request.</summary>
    public void Send(Socket socket)
    {
        Descriptors.SendStandard(socket);
        var text = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(this));
        socket.Send(BitConverter.GetBytes(text.Length));
        for (var sent = 0; sent < text.Length; sent += socket.Send(text.AsSpan(sent)))
        {
        }
    }

    /// <summary>Receives a request, and its descriptors as those of this process; null: the other side has gone.</summary>
    public static WarmRequest? Receive(Socket socket)
    {
        if (!Descriptors.ReceiveStandard(socket) || ReadExactly(socket, sizeof(int)) is not { } length)
        {
            return null;
        }
        return ReadExactly(socket, BitConverter.ToInt32(length)) is { } text
            ? JsonSerializer.Deserialize<WarmRequest>(text)
            : null;
    }

    /// <summary>So many bytes, or null when the other side ended before.</summary>
    public static byte[]? ReadExactly(Socket socket, int count)
    {
        var bytes = new byte[count];
        for (var read = 0; read < count;)
        {
            var more = 0;
            try
            {
                more = socket.Receive(bytes.AsSpan(read));
            }
            catch (SocketException)
            {
            }
            if (more == 0)
            {
                return null;
            }
            read += more;
        }
        return bytes;
    }
}
