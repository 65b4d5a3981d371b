using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using IpMsg.Protocol.Wire;

namespace IpMsg.Fuzzing.Targets;

/// <summary>A page of a host list (R34 to R38), read, written in pages, and read again.</summary>
internal sealed class HostListTarget : FuzzTarget
{
    internal override string Name => "host-list";

    internal override IReadOnlyList<byte[]> Seeds { get; } = Targets.Seeds.WithChoices(Targets.Seeds.Of(
        @"    0\a    2\aalice\aALICE-PC\a224657408\a192.168.0.10\a30985\aAlice\aDev\a"
            + @"bob\aBOB-PC\a224657408\a192.168.0.11\a30985\aBob\a\b\a",
        @"    7\a    1\acarol\aCAROL-PC\a-2147483648\afe80::1%3\a30985\a\xe4\xbd\xa0\xe5\xa5\xbd\a\b\a",
        @"0\a3\aa\ab\a0\a10.0.0.1\a1\a\b\a\b\ac\ad\a2\a::1\a65535\an\ag\ae\af\a4294967297\a1.2\a9\a\a\a",
        @"    0\a    1\a\xff\xfe\aH\a16777217\a10.0.0.1\a30985\an\ag\a"));

    internal override IReadOnlyList<byte[]> Words { get; } = Targets.Seeds.Words(
        "\a", "\a\b\a", "\a192.168.0.10\a", "\a30985\a", "\a0\a", "\a::1\a", "\a255.255.255.255\a", "\a-1\a", "    0\a    1\a");

    internal override void Run(ReadOnlySpan<byte> input)
    {
        var choices = Choices.Of(input, out var body);
        string text = choices.Codec.Read(body, choices.IsFlagged, choices.Observed, choices.Dialect);
        bool isList = HostListReader.TryRead(text, out int next, out int count, out var entries);
        if (!isList)
            return;
        Require.That(next >= 0 && entries.Count <= Math.Max(count, 0) && entries.Count <= text.Length / 7, "numbers");
        foreach (var entry in entries)
        {
            Require.That(entry is { User.Length: > 0 and <= StoredName.MaxLength, Host.Length: > 0 and <= StoredName.MaxLength }, "names");
            Require.That(entry is { Nick.Length: <= StoredName.MaxLength, Group.Length: <= StoredName.MaxLength }, "nickname and group");
            Require.That(entry.EndPoint.Port > 0, "port");
        }
        var named = EntryPayload.OfListEntry(entries.FirstOrDefault(new HostListEntry("u", "h", 0, new IPEndPoint(1, 1), "", "")));
        Require.That(named.Nick.Length > 0, "nickname");
        WriteAgain([.. entries.Select(Written)]);
    }

    // All pages together have every entry once and in order, however the list is cut (R36).
    private static void WriteAgain(HostListEntry[] entries)
    {
        var read = new List<HostListEntry>();
        int start = 0, pages = 0;
        do
        {
            byte[] page = HostListWriter.Page(entries, start, TextCodec.Utf8);
            Require.That(page.Length <= HostListWriter.MaxPage && Array.IndexOf(page, (byte)0) < 0, "written page");
            bool isList = HostListReader.TryRead(TextCodec.Utf8.GetString(page), out int next, out int count, out var part);
            Require.That(isList && part.Count == count && (next == 0 || next > start), "page numbers");
            read.AddRange(part);
            start = next;
            Require.That(++pages <= entries.Length + 1, "pages without end");
        }
        while (start != 0);
        Require.That(read.SequenceEqual(entries), "written entries");
    }

    // What the writer changes: separators and NULs in names, scope ids, and what readers make of a status without flags (R35, R38).
    private static HostListEntry Written(HostListEntry entry) => new(
        Field(entry.User), Field(entry.Host), entry.IsGone ? EntryFlags.None : entry.Status,
        new IPEndPoint(IPAddress.Parse(entry.EndPoint.Address.ToString().Split('%')[0]), entry.EndPoint.Port),
        Field(entry.Nick), Field(entry.Group))
    {
        IsGone = entry.IsGone,
    };

    private static string Field(string name) =>
        string.Concat(name.Where(each => each != '\0' && !char.IsSurrogate(each))) is { Length: > 0 } field && field != "\b" ? field : "x";
}
