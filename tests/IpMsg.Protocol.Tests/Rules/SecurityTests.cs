using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Rules;

/// <summary>Each line of the table of threats in docs/security.md names tests that exist, and rules that exist.</summary>
public sealed partial class SecurityTests
{
    private static readonly string s_page =
        File.ReadAllText(Path.Combine(Repository.Root, "docs/security.md")).Replace("\r", "", StringComparison.Ordinal);

    private static readonly NamedTests s_tests = new(s_page);

    private static readonly string s_section =
        s_page.Split("\n## ").Single(static each => each.StartsWith("Who,", StringComparison.Ordinal));

    [Fact]
    public void Every_named_test_exists()
    {
        Assert.Empty(s_tests.MissingIn(s_section));
        Assert.True(NamedTests.In(s_section).Count() > 60);
    }

    [Fact]
    public void Every_threat_that_something_stops_has_tests()
    {
        string[] threats =
            [.. Row().Matches(s_section).Where(static row => row.Groups[2].Value != "nothing").Select(static row => row.Groups[1].Value)];
        var tested = Item().Matches(s_section).ToDictionary(static item => item.Groups[1].Value, static item => item.Value);

        Assert.True(threats.Length > 15);
        Assert.Equal(threats, tested.Keys);
        Assert.All(tested.Values, static item => Assert.NotEmpty(NamedTests.In(item)));
    }

    [Fact]
    public void Every_label_is_used_and_leads_to_a_file()
    {
        Assert.All(s_tests.Files.Values, static file => Assert.True(File.Exists(file), file));
        Assert.Equal(s_tests.Files.Keys.Order(StringComparer.Ordinal),
            NamedTests.In(s_section).Select(static each => each.Label).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_named_rule_exists()
    {
        string rules = File.ReadAllText(Path.Combine(Repository.Root, "docs/protocol/README.md"));

        Assert.All(RuleName().Matches(s_page), rule => Assert.Contains("| " + rule.Value + " |", rules, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"(?m)^\| \*\*([^*]+)\*\* \| ([^|]+) \|")]
    private static partial Regex Row();

    [GeneratedRegex(@"(?m)^- \*\*([^*]+)\*\*: (?:.*(?:\n  .*)*)")]
    private static partial Regex Item();

    [GeneratedRegex(@"\bR[0-9]+\b(?!_)")]
    private static partial Regex RuleName();
}
