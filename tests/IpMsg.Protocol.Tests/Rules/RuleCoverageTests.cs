using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Rules;

/// <summary>Holds code, tests and docs/protocol together: what one of them names, the others have.</summary>
public sealed partial class RuleCoverageTests
{
    [Fact]
    public void Every_number_has_one_rule_and_none_is_left_out()
    {
        int[] numbers = [.. DocumentedRule.All.Select(rule => rule.Number).Order()];
        Assert.Equal(Enumerable.Range(1, numbers.Length), numbers);
        Assert.True(numbers.Length >= 106, numbers.Length + " rules");
    }

    [Fact]
    public void Every_rule_has_a_text_and_one_source()
    {
        Assert.Empty(DocumentedRule.All.Where(rule => !rule.HasText || rule.Sources.Count() != 1).Select(rule => "R" + rule.Number));
    }

    [Fact]
    public void Every_rule_that_is_not_planned_has_a_test()
    {
        var proved = RuleProof.All.Where(proof => proof.IsTest).Select(proof => proof.Number).ToHashSet();
        Assert.Empty(DocumentedRule.All.Where(rule => !rule.IsPlanned && !proved.Contains(rule.Number)).Select(rule => "R" + rule.Number));
    }

    [Fact]
    public void A_planned_rule_has_no_test_yet()
    {
        var proved = RuleProof.All.Select(proof => proof.Number).ToHashSet();
        Assert.Empty(DocumentedRule.All.Where(rule => rule.IsPlanned && proved.Contains(rule.Number)).Select(rule => "R" + rule.Number));
    }

    [Fact]
    public void The_attribute_stands_on_tests_alone() =>
        Assert.Empty(RuleProof.All.Where(proof => !proof.IsTest).Select(proof => proof.Method));

    [Fact]
    public void A_test_whose_name_begins_with_rules_has_the_attribute_for_them()
    {
        var named = RuleProof.All.Select(proof => (proof.Number, proof.Method)).ToHashSet();
        var missing = new List<string>();
        foreach (string path in Repository.FilesIn("tests", "*.cs"))
        {
            foreach (Match test in TestNamedAfterRule().Matches(File.ReadAllText(path)))
            {
                if (!named.Contains((int.Parse(test.Groups[2].Value, null), Path.GetFileName(path) + ": " + test.Groups[1].Value)))
                    missing.Add(test.Groups[1].Value);
            }
        }
        Assert.Empty(missing);
    }

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    [InlineData("bench")]
    public void Every_rule_that_a_source_names_is_documented(string folder)
    {
        var documented = DocumentedRule.All.Select(rule => rule.Number).ToHashSet();
        var unknown = from path in Repository.FilesIn(folder, "*.cs")
                      from Match name in RuleName().Matches(File.ReadAllText(path))
                      where !documented.Contains(int.Parse(name.Groups[1].Value, null))
                      select Path.GetFileName(path) + ": " + name.Value;
        Assert.Empty(unknown);
    }

    [Fact]
    public void No_source_refers_to_sections_of_another_text()
    {
        var sections = from folder in new[] { "src", "tests", "bench" }
                       from path in Repository.FilesIn(folder, "*.cs")
                       from Match section in SectionReference().Matches(File.ReadAllText(path))
                       select Path.GetFileName(path) + ": " + section.Value;
        Assert.Empty(sections);
    }

    [Fact]
    public void The_index_links_every_rule_to_its_heading()
    {
        string index = File.ReadAllText(Path.Combine(Repository.Root, "docs/protocol/README.md"));
        Assert.Empty(DocumentedRule.All.Where(rule => !index.Contains("(" + rule.Page + "#r" + rule.Number + "-", StringComparison.Ordinal))
            .Select(rule => "R" + rule.Number));
    }

    [Fact]
    public void An_attribute_in_a_comment_or_on_another_method_proves_nothing()
    {
        string[] lines =
        [
            "    [Fact]",
            "    [Rule(1, 2)]",
            "    public void Both()",
            "    // [Rule(3)]",
            "    [Rule(4)]",
            "    public void Helper()",
        ];
        Assert.Equal(
            [new RuleProof(1, "A.cs: Both", true), new RuleProof(2, "A.cs: Both", true), new RuleProof(4, "A.cs: Helper", false)],
            RuleProof.Read("A.cs", lines));
    }

    [GeneratedRegex(@"\bpublic [^(=\n]*?\s(R(\d+)_\w+)\(")]
    private static partial Regex TestNamedAfterRule();

    // Not in a word, a hexadecimal number or base64 text.
    [GeneratedRegex(@"(?<![\w/+=""])R([1-9]\d{0,2})(?![\w/+=])")]
    private static partial Regex RuleName();

    // In comments alone: in code a number in parentheses is a number.
    [GeneratedRegex(@"//.*(?:§\s?\d|\(\d\.\d+(?:,[^)]*| to [^)]*)?\)|[Ss]ection \d+\.\d).*")]
    private static partial Regex SectionReference();
}
