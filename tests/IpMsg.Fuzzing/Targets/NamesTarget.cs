using System;
using System.Buffers;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;

namespace IpMsg.Fuzzing.Targets;

/// <summary>Names for a disk (R85, R115) and for headers (R10), made of any UTF-16 units.</summary>
internal sealed class NamesTarget : FuzzTarget
{
    private static readonly NameRules[] s_rules = [NameRules.Windows, NameRules.Linux, NameRules.MacOS];
    private static readonly SearchValues<char> s_marks = SearchValues.Create("\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069");
    private static readonly SearchValues<char> s_forbidden = SearchValues.Create("<>:\"|?*");
    private static readonly SearchValues<char> s_notOffered = SearchValues.Create("\\/<>\"|?*");

    internal override string Name => "names";

    internal override IReadOnlyList<byte[]> Seeds { get; } = [.. HostileName.All.Select(name => Utf16Input.Of(name.Received))];

    internal override IReadOnlyList<byte[]> Words { get; } = [.. new[]
        { "..", "/", "\\", "C:", "CON", "com1", "LPT\u00B9", "\u202E", "\u200D", " .", "\uD83D\uDE00", "\uD800", "e\u0301", "\uFEFF" }
        .SelectMany(word => (byte[][])[Encoding.UTF8.GetBytes(word), Encoding.Unicode.GetBytes(word)])];

    internal override void Run(ReadOnlySpan<byte> input)
    {
        string name = Utf16Input.Read(input);
        foreach (var rules in s_rules)
            Safe(name, rules);
        Offered(name);
        string header = HeaderName.Clean(name, "user");
        Require.That(header.Length > 0 && TextCodec.Utf8.GetByteCount(header) <= HeaderName.MaxBytes, "length in a header");
        Require.That(!header.Contains(':') && !header.Any(char.IsControl) && HeaderName.Clean(header, "user") == header, "header");
        string tidy = HeaderName.Tidy(name);
        Require.That(HeaderName.Tidy(tidy) == tidy && TextCodec.Utf8.GetByteCount(tidy) <= HeaderName.MaxBytes, "nickname");
        string stored = StoredName.Of(name);
        Require.That(stored.Length <= StoredName.MaxLength && name.StartsWith(stored, StringComparison.Ordinal), "stored name");
    }

    private static void Safe(string received, NameRules rules)
    {
        var safe = SafeFileName.Of(received, rules);
        if (safe.Name is not { } name)
        {
            Require.That(safe.IsRejected && safe.Flaws != NameFlaws.None, "reason");
            return;
        }
        Check(name, rules);
        Require.That(safe.IsChanged || name == received, "changed without a flaw");
        var again = SafeFileName.Of(name, rules);
        Require.That(again.Name == name && !again.IsChanged, "a safe name is not safe");
        var folder = new FolderNames(rules);
        string?[] reserved = [folder.Reserve(name), folder.Reserve(name), folder.Reserve(name, isFolder: true)];
        Require.That(reserved.Distinct(StringComparer.OrdinalIgnoreCase).Count() == reserved.Length, "names of one folder");
        foreach (string? each in reserved)
            Check(each!, rules);
    }

    private static void Check(string name, NameRules rules)
    {
        Require.That(name.Length > 0 && NameLength.Measure(name, rules) <= NameRules.MaxLength, "length");
        Require.That(name.AsSpan().IndexOfAny('/', '\\', '\0') < 0 && name is not ("." or ".."), "path");
        Require.That(!name.Any(char.IsControl) && !name.AsSpan().ContainsAny(s_marks), "marks");
        if (!rules.IsWindows)
            return;
        Require.That(!name.AsSpan().ContainsAny(s_forbidden) && name[^1] is not ('.' or ' '), "Windows");
        Require.That(!DeviceNames.IsMatch(name), "device");
    }

    // A client on Windows can have the name; colons have an escape in the protocol (R75).
    private static void Offered(string name)
    {
        if (name.Length == 0)
            return;
        string fit = OfferedName.ForWindows(name);
        Require.That(OfferedName.ForWindows(fit) == fit && fit.Length is > 0 and <= NameRules.MaxLength, "offered name");
        Require.That(!fit.AsSpan().ContainsAny(s_notOffered) && !fit.Any(char.IsControl) && fit[^1] is not ('.' or ' '), "offered");
        Require.That(!DeviceNames.IsMatch(fit), "offered device");
        string kept = OfferedName.WithoutControls(name);
        Require.That(kept.Length == name.Length && !kept.Any(char.IsControl), "without controls");
    }
}
