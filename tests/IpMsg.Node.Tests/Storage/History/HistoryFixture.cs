using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using IpMsg.Node.Storage.History;
using IpMsg.Node.Storage.History.Files;
using IpMsg.Node.Storage.History.Queries;
using IpMsg.Node.Storage.History.Records;
using IpMsg.Node.Tests.Support;

namespace IpMsg.Node.Tests.Storage.History;

/// <summary>A store in a temporary folder, and messages for it.</summary>
internal sealed class HistoryFixture : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    internal StoreOutcome Outcome { get; } = new();

    internal string Folder => _folder["store"];

    internal static ReceivedMessage Message(
        string text, string number = "1", uint flags = 0x100, DateTimeOffset? at = null, string user = "suzuki") => new()
        {
            At = at ?? DateTimeOffset.UtcNow,
            From = new HistoryPeer(user, "PC-7", "鈴木", "Ops", "10.1.2.3", 2425),
            To = new HistoryName("alice", "ALICE-PC"),
            NumberText = number,
            Flags = flags,
            Text = text,
            IsConfirmed = true,
            Digest = new MessageDigest((ulong)text.GetHashCode(StringComparison.Ordinal), (ulong)number.Length),
        };

    internal HistoryStore Open(HistoryLimits? limits = null, IStoreFiles? files = null, StoreOutcome? outcome = null) =>
        new(Folder, new ReversingProtector(), outcome ?? Outcome, limits, files);

    /// <summary>Appends and waits until all is on the disk.</summary>
    internal ReceivedMessage[] Append(HistoryStore store, params ReceivedMessage[] messages)
    {
        foreach (var message in messages)
            Xunit.Assert.True(store.TryAppend(message));
        foreach (var message in messages)
            Xunit.Assert.Same(message, Outcome.NextWritten());
        return messages;
    }

    internal ReceivedMessage[] AppendMany(HistoryStore store, int count, string prefix = "text ") =>
        Append(store,
            [.. Enumerable.Range(1, count).Select(i => i.ToString(CultureInfo.InvariantCulture)).Select(i => Message(prefix + i, i))]);

    internal List<HistoryEntry> Query(HistoryQuery? query = null) => [.. new HistoryReader(Folder).Read(query ?? new HistoryQuery())];

    internal string[] Texts(HistoryQuery? query = null) => [.. Query(query).Select(entry => entry.Message.Text!)];

    internal string[] Segments => [.. Directory.GetFiles(Folder, "history-*.jsonl").Order()];

    internal string AllBytes => string.Concat(Segments.Select(OpenFiles.ReadAllText));

    public void Dispose() => _folder.Dispose();

    /// <summary>Encryption enough to see that a text is not there as it is.</summary>
    private sealed class ReversingProtector : ITextProtector
    {
        public byte[] Protect(byte[] plain) => [.. plain.Select(each => (byte)~each)];

        public byte[]? Unprotect(byte[] hidden) => Protect(hidden);
    }
}
