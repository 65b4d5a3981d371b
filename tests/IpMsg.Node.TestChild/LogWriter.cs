using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading;
using IpMsg.Node.Storage.Log;
using IpMsg.Protocol.Members.Receiving;

namespace IpMsg.Node.TestChild;

/// <summary>Logs messages as fast as the disk allows and prints the number of each once it is said to be safe.</summary>
internal static class LogWriter
{
    private const int MaxUnderWay = 300;

    internal static void Run(string path, int count, string prefix)
    {
        using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = false, NewLine = "\n" };
        var room = new SemaphoreSlim(MaxUnderWay);
        using var log = new MessageLog(path, Written, (_, reason) => Environment.FailFast(reason.ToString()));
        for (int i = 1; i <= count; i++)
        {
            room.Wait();
            // Of very different lengths, so that a kill finds writes of all sizes under way.
            string text = new('x', i % 50 == 0 ? 60_000 : i % 200);
            if (!log.Append(SampleMessages.Message(text, prefix + i)))
                throw new InvalidOperationException("The queue is full although it is not.");
        }

        void Written(IReadOnlyList<IncomingMessage> messages)
        {
            foreach (var message in messages)
                output.WriteLine(message.NumberText);
            output.Flush();
            room.Release(messages.Count);
        }
    }
}
