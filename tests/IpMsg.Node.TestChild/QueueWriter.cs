using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Text;
using IpMsg.Node.Storage.History;
using IpMsg.Node.Storage.Queue;

namespace IpMsg.Node.TestChild;

/// <summary>
/// Adds, changes and removes queued messages, again and again, until it is killed. Prints what it is about to do and what it has done.
/// </summary>
internal static class QueueWriter
{
    internal static void Run(string folder, string name)
    {
        using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" };
        var store = new QueueStore(folder, new NoProtector(), new QueueLimits { MaxMessages = 100_000 });
        var own = new Queue<QueuedMessage>();
        for (int i = 1; ; i++)
        {
            string text = name + " " + i.ToString(CultureInfo.InvariantCulture);
            output.WriteLine("adding " + text);
            var added = store.Add(Message(text, DateTimeOffset.UtcNow));
            output.WriteLine("added " + text + "|" + added.Id.ToString(CultureInfo.InvariantCulture));
            var changed = added with { Attempts = 1, IsOpen = true, Datagram = new QueuedDatagram((uint)i, Encoding.UTF8.GetBytes(text)) };
            store.Update(changed);
            output.WriteLine("changed " + text);
            own.Enqueue(changed);
            if (own.Count < 4)
                continue;
            var oldest = own.Dequeue();
            output.WriteLine("removing " + oldest.Text);
            store.Remove(oldest.Id);
            output.WriteLine("removed " + oldest.Text);
        }
    }

    internal static QueuedMessage Message(string text, DateTimeOffset now) => new(
        new QueueRecipient("bob") { UserName = "bob", HostName = "BOB-PC", Place = new IPEndPoint(IPAddress.Loopback, 2425) }, text)
    {
        QueuedAt = now,
        Expires = now.AddDays(7),
        // Longer than a block of the disk.
        Files = [.. Enumerable.Range(0, 40).Select(each => new QueuedFile("/tmp/a file of the message " + each, false, false, each, now))],
    };

    private sealed class NoProtector : ITextProtector
    {
        public byte[] Protect(byte[] plain) => plain;

        public byte[]? Unprotect(byte[] hidden) => hidden;
    }
}
