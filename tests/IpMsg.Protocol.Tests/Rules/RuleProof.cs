using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using IpMsg.Testing;

namespace IpMsg.Protocol.Tests.Rules;

/// <summary>
/// A test method that names a rule with <see cref="RuleAttribute"/>. Read from the sources, because the other test projects are not
/// built when this one runs alone.
/// </summary>
/// <param name="Number">44 for R44.</param>
/// <param name="Method">The method, as <c>file: name</c>.</param>
/// <param name="IsTest">True when the method is a Fact or a Theory.</param>
public sealed partial record RuleProof(int Number, string Method, bool IsTest)
{
    /// <summary>Every pair of a method and a rule.</summary>
    public static IReadOnlyList<RuleProof> All { get; } =
        [.. Repository.FilesIn("tests", "*.cs").SelectMany(path => Read(path, File.ReadAllLines(path)))];

    /// <summary>The proofs in one file.</summary>
    /// <param name="path">Its path, for <see cref="Method"/>.</param>
    /// <param name="lines">Its lines.</param>
    public static IEnumerable<RuleProof> Read(string path, IReadOnlyList<string> lines)
    {
        for (int i = 0; i < lines.Count; i++)
        {
            if (RuleLine().Match(lines[i]) is not { Success: true } rule)
                continue;
            // The attributes of one method stand on neighbouring lines, above its signature.
            int first = i, last = i;
            while (first > 0 && AttributeLine().IsMatch(lines[first - 1]))
                first--;
            while (last + 1 < lines.Count && !SignatureLine().IsMatch(lines[last]))
                last++;
            bool isTest = lines.Skip(first).Take(last - first).Any(line => TestLine().IsMatch(line));
            string method = Path.GetFileName(path) + ": " + SignatureLine().Match(lines[last]).Groups[1].Value;
            foreach (string number in rule.Groups[1].Value.Split(','))
                yield return new RuleProof(int.Parse(number, null), method, isTest);
        }
    }

    [GeneratedRegex(@"^\s*\[Rule\((\d+(?:, \d+)*)\)\]$")]
    private static partial Regex RuleLine();

    // An attribute may go over several lines; a statement, a brace or an empty line ends the search.
    [GeneratedRegex(@"^\s*(?:\[.*|.*\)\]|//.*|""[^;]*)$")]
    private static partial Regex AttributeLine();

    [GeneratedRegex(@"^\s*\[(?:Fact|Theory)\b")]
    private static partial Regex TestLine();

    [GeneratedRegex(@"^\s*public [^(=]*?\s(\w+)\(")]
    private static partial Regex SignatureLine();
}
