using System;
using System.Globalization;
using IpMsg.Node.Storage.History;
using IpMsg.Node.Storage.History.Records;

namespace IpMsg.Benchmarks.History;

/// <summary>Everyday messages of several members for a store.</summary>
internal sealed class StoreSamples : ITextProtector
{
    private static readonly string[] s_texts =
    [
        "会議は14時からです。資料は共有フォルダーにあります。",
        "Lunch at noon? The usual place.",
        "今天下午三点开会，请准时参加。",
        "Build 4711 failed on the second agent, see the attached log.",
    ];

    private static readonly HistoryPeer[] s_people =
    [
        new("suzuki", "PC-0421", "鈴木", "総務", "10.1.2.3", 2425), new("bob", "PC-0007", "Bob", "Ops", "10.1.2.4", 2425),
        new("li", "PC-1003", "李", "研发", "10.1.2.5", 2425), new("ci", "BUILD-1", "CI", "", "10.1.2.6", 49152),
    ];

    internal static ReceivedMessage Message(int index, DateTimeOffset at) => new()
    {
        At = at,
        From = s_people[index % s_people.Length],
        To = new HistoryName("alice", "ALICE-PC"),
        NumberText = (1_790_000_000 + index).ToString(CultureInfo.InvariantCulture),
        Flags = 0x0180_0120,
        Text = s_texts[index % s_texts.Length] + " " + index.ToString(CultureInfo.InvariantCulture),
        IsConfirmed = true,
        Digest = new MessageDigest((ulong)index * 0x9E37_79B9_7F4A_7C15, (ulong)index),
    };

    public byte[] Protect(byte[] plain) => plain;

    public byte[]? Unprotect(byte[] hidden) => hidden;
}
