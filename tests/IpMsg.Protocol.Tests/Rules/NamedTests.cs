using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using IpMsg.Testing;

namespace IpMsg.Protocol.Tests.Rules;

/// <summary>
/// The tests that a page in docs names, as <c>[label] `test`, `test`</c>. A definition at the end of the page gives the file of each
/// label.
/// </summary>
/// <param name="page">The page, without CR.</param>
internal sealed partial class NamedTests(string page)
{
    /// <summary>The file of each label.</summary>
    internal IReadOnlyDictionary<string, string> Files { get; } = LabelLine().Matches(page)
        .ToDictionary(line => line.Groups[1].Value, line => Path.Combine(Repository.Root, "docs", line.Groups[2].Value));

    /// <summary>Labels and tests of a text of the page.</summary>
    internal static IEnumerable<(string Label, string Test)> In(string text) => Names().Matches(text)
        .SelectMany(named => named.Groups[2].Captures.Select(test => (named.Groups[1].Value, LineBreak().Replace(test.Value, " "))));

    /// <summary>The tests of a text that are not in the files of their labels.</summary>
    internal IEnumerable<string> MissingIn(string text) => In(text)
        .Where(each => !Has(each.Label, each.Test)).Select(each => each.Label + ": " + each.Test);

    // A test of xUnit is a method. The tests of scripts have descriptions.
    private bool Has(string label, string test)
    {
        string source = Files.TryGetValue(label, out string? file) && File.Exists(file) ? File.ReadAllText(file) : "";
        return label.EndsWith(".sh", StringComparison.Ordinal) || label.EndsWith(".ps1", StringComparison.Ordinal)
            ? source.Contains(test, StringComparison.Ordinal)
            : Regex.IsMatch(source, @"\bpublic (?:async )?(?:void|Task) " + Regex.Escape(test) + @"\(");
    }

    [GeneratedRegex(@"(?m)^\[([^\]]+)\]: (\S+)$")]
    private static partial Regex LabelLine();

    [GeneratedRegex(@"\n +")]
    private static partial Regex LineBreak();

    [GeneratedRegex(@"\[([^\]]+)\](?:\s+`([^`]+)`,?)+")]
    private static partial Regex Names();
}
