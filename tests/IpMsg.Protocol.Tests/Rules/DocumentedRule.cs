using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using IpMsg.Testing;

namespace IpMsg.Protocol.Tests.Rules;

/// <summary>A rule as a page of docs/protocol states it.</summary>
/// <param name="Number">44 for R44.</param>
/// <param name="Page">The file name of its page.</param>
/// <param name="Lines">What stands between its heading and the next one.</param>
public sealed partial record DocumentedRule(int Number, string Page, IReadOnlyList<string> Lines)
{
    /// <summary>Every rule, in the order of pages and headings.</summary>
    public static IReadOnlyList<DocumentedRule> All { get; } =
        [.. Repository.FilesIn("docs/protocol", "*.md").Order(StringComparer.Ordinal).SelectMany(Read)];

    /// <summary>True when the rule is not implemented yet.</summary>
    public bool IsPlanned => Lines.Contains("Status: planned");

    /// <summary>The lines that say where the rule comes from.</summary>
    public IEnumerable<string> Sources => Lines.Where(line => SourceLine().IsMatch(line));

    /// <summary>True when text stands between the heading and the source.</summary>
    public bool HasText => Lines.Any(
        line => line.Length > 0 && !line.StartsWith("Source:", StringComparison.Ordinal)
            && !line.StartsWith("Status:", StringComparison.Ordinal));

    private static IEnumerable<DocumentedRule> Read(string path)
    {
        string[] lines = File.ReadAllLines(path);
        bool isCode = false;
        var headings = new List<(int Line, int Rule)>();
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("```", StringComparison.Ordinal))
                isCode = !isCode;
            else if (!isCode && lines[i].StartsWith('#'))
                headings.Add((i,
                    RuleHeading().Match(lines[i]) is { Success: true } heading ? int.Parse(heading.Groups[1].Value, null) : 0));
        }
        headings.Add((lines.Length, 0));
        return headings.Zip(headings.Skip(1)).Where(pair => pair.First.Rule > 0)
            .Select(pair => new DocumentedRule(pair.First.Rule, Path.GetFileName(path), lines[(pair.First.Line + 1)..pair.Second.Line]));
    }

    [GeneratedRegex(@"^### R([1-9]\d*) \S")]
    private static partial Regex RuleHeading();

    [GeneratedRegex(@"^Source: (Draft-9|Draft-14|ours|observed \([^)]+\))(; (Draft-9|Draft-14|ours|observed \([^)]+\)))*$")]
    private static partial Regex SourceLine();
}
