using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using IpMsg.Node.Storage.History;
using IpMsg.Node.Storage.History.Records;
using IpMsg.PowerShell.Tests.Engine;
using IpMsg.Protocol.Encryption;
using Xunit;

namespace IpMsg.PowerShell.Tests.History;

/// <summary>A data folder with messages, as a listener writes them, and a session that reads it.</summary>
internal sealed class StoredHistory : IHistoryEvents, IDisposable
{
    internal static readonly DateTimeOffset Day = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly OwnKeyProtector _protector = new(() => Keys);
    private readonly ManualResetEventSlim _isWritten = new();

    /// <summary>One key for all tests: to make one takes a tenth of a second.</summary>
    internal static OwnKeys Keys { get; } = new(PrivateKey.Generate(2048), null);

    internal string DataPath { get; } = Directory.CreateTempSubdirectory("ipmsg-history-").FullName;

    internal PsSession Session { get; } = new();

    internal string FolderOf(string user) => HistoryFolder.Find(DataPath, user);

    internal string AllBytes(string user = "alice") =>
        string.Concat(Directory.GetFiles(FolderOf(user), "*.jsonl").Order().Select(File.ReadAllText));

    internal static ReceivedMessage Received(
        string text, int day = 0, uint flags = 0x100, string user = "suzuki", string nick = "鈴木") => new()
        {
            At = Day.AddDays(day),
            From = new HistoryPeer(user, user + "-pc", nick, "Ops", "10.1.2.3", 2425),
            To = new HistoryName("alice", "ALICE-PC"),
            NumberText = "17",
            Flags = flags,
            Text = text,
            IsConfirmed = true,
        };

    internal static SentMessage Sent(string text, int day, params string[] to) => new()
    {
        At = Day.AddDays(day),
        To = [.. to.Select(each => new HistoryPeer(each, each + "-pc", each, "", "10.1.2.4", 2425))],
        NumberText = "18",
        Flags = 0x100,
        Text = text,
    };

    /// <summary>Writes messages and what is noted of them, and takes those that were received.</summary>
    internal void Write(
        IEnumerable<HistoryRecord> messages, Func<HistoryRecord, IEnumerable<HistoryUpdate>>? updates,
        string user = "alice", bool takes = true)
    {
        using var store = new HistoryStore(FolderOf(user), _protector, this, new HistoryLimits { SegmentBytes = 20_000 });
        foreach (var message in messages)
        {
            _isWritten.Reset();
            Assert.True(message is ReceivedMessage received ? store.TryAppend(received) : store.TryAppend((SentMessage)message));
            if (message is ReceivedMessage arrived)
            {
                Assert.True(_isWritten.Wait(TimeSpan.FromSeconds(20)), "the message is written");
                if (takes)
                    store.Take([arrived]);
            }
            foreach (var update in updates?.Invoke(message) ?? [])
                Assert.True(store.TryUpdate(message, update));
        }
    }

    internal void Write(params HistoryRecord[] messages) => Write(messages, null);

    internal IpMsgHistoryEntry[] Get(string more = "", params object?[] arguments) =>
        Session.All<IpMsgHistoryEntry>(
            "$data, $argument = $args; Get-IpMsgHistory -UserName alice -DataPath $data " + more, [DataPath, .. arguments]);

    internal IEnumerable<string?> Texts(string more = "", params object?[] arguments) =>
        Get(more, arguments).Select(each => each.Text).ToList();

    public void OnWritten(IReadOnlyList<ReceivedMessage> messages)
    {
        // One at a time.
        Assert.Single(messages);
        _isWritten.Set();
    }

    // The wait for the message fails.
    public void OnFailed(IReadOnlyList<ReceivedMessage> messages, Exception reason)
    {
    }

    public void OnFailureChanged(Exception? failure)
    {
    }

    public void Dispose()
    {
        Session.Dispose();
        Directory.Delete(DataPath, recursive: true);
    }
}
