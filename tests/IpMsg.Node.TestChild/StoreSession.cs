using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading;
using IpMsg.Node.Storage.History;
using IpMsg.Node.Storage.History.Records;

namespace IpMsg.Node.TestChild;

/// <summary>
/// A session of a message store that appends messages and takes every second one, and what it has claimed, until it is killed. It prints
/// <c>kept</c> with the text of each that is said to be safe, and <c>taken</c> once it has taken one.
/// </summary>
internal sealed class StoreSession : IHistoryEvents, ITextProtector
{
    private const int MaxPending = 200;

    private readonly StreamWriter _output = new(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" };
    private readonly SemaphoreSlim _room = new(MaxPending);
    private readonly BlockingCollection<ReceivedMessage> _toTake = [];

    internal static void Run(string folder, string prefix)
    {
        var session = new StoreSession();
        var limits = new HistoryLimits { SegmentBytes = 40_000, MaxBytes = null };
        using var store = new HistoryStore(folder, session, session, limits);
        new Thread(() => session.TakeAll(store)) { IsBackground = true }.Start();
        foreach (var message in store.ClaimAbandoned())
            session._toTake.Add(message);
        for (int i = 1; ; i++)
        {
            session._room.Wait();
            string text = prefix + "-" + i.ToString(CultureInfo.InvariantCulture) + new string('x', i % 50 == 0 ? 5_000 : i % 100);
            if (!store.TryAppend(Message(text)))
                throw new InvalidOperationException("The queue is full although it is not.");
        }
    }

    public void OnWritten(IReadOnlyList<ReceivedMessage> messages)
    {
        var lines = new StringBuilder();
        foreach (var message in messages)
        {
            lines.Append("kept ").Append(message.Text).Append('\n');
            if (message.Id.Offset % 2 == 0)
                _toTake.Add(message);
        }
        lock (_output)
            _output.Write(lines);
        _room.Release(messages.Count);
    }

    public void OnFailed(IReadOnlyList<ReceivedMessage> messages, Exception reason) => Environment.FailFast(reason.ToString());

    public void OnFailureChanged(Exception? failure)
    {
        if (failure is not null)
            Environment.FailFast(failure.ToString());
    }

    public byte[] Protect(byte[] plain) => plain;

    public byte[]? Unprotect(byte[] hidden) => hidden;

    private void TakeAll(HistoryStore store)
    {
        foreach (var message in _toTake.GetConsumingEnumerable())
        {
            store.Take([message]);
            lock (_output)
                _output.WriteLine("taken " + message.Text);
        }
    }

    private static ReceivedMessage Message(string text) => new()
    {
        At = DateTimeOffset.UtcNow,
        From = new HistoryPeer("suzuki", "PC-7", "suzuki", "", "10.1.2.3", 2425),
        NumberText = "1",
        Text = text,
        IsConfirmed = true,
    };
}
