using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Rules;

/// <summary>The table of clients and features in docs/compatibility.md names tests that exist.</summary>
public sealed partial class CompatibilityTests
{
    private static readonly string s_page =
        File.ReadAllText(Path.Combine(Repository.Root, "docs/compatibility.md")).Replace("\r", "", StringComparison.Ordinal)
            .Split("\n## Clients and features\n")[1];

    private static readonly NamedTests s_tests = new(s_page);

    // Client and feature, how it was tested, and what follows.
    private static readonly Dictionary<(string, string), (string How, string Text)> s_items = Items();

    [Fact]
    public void Every_named_test_exists()
    {
        Assert.Empty(s_items.Values.SelectMany(item => s_tests.MissingIn(item.Text)));
        int count = s_items.Values.Sum(item => NamedTests.In(item.Text).Count());
        Assert.True(count > 100, count + " tests");
    }

    [Fact]
    public void Every_cell_says_what_its_list_says_and_rests_on_tests()
    {
        string[] rows = [.. s_page.Split('\n').Where(line => line.StartsWith('|'))];
        string[] clients = Cells(rows[0])[1..];
        var cells = rows[2..].SelectMany(row => clients.Zip(Cells(row)[1..], (client, how) => (Key: (client, Cells(row)[0]), How: how)))
            .ToDictionary(cell => cell.Key, cell => cell.How);

        Assert.All(cells.Values, how => Assert.Contains(how, new[] { "run", "recorded", "scripted", "rules", "–" }));
        Assert.All(s_items, item => Assert.Equal(cells[item.Key], item.Value.How));
        Assert.All(cells.Where(cell => cell.Value is "run" or "recorded" or "scripted"),
            cell => Assert.NotEmpty(NamedTests.In(s_items[cell.Key].Text)));
    }

    [Fact]
    public void Every_label_is_used_and_leads_to_a_file()
    {
        Assert.All(s_tests.Files.Values, file => Assert.True(File.Exists(file), file));
        var used = s_items.Values.SelectMany(item => NamedTests.In(item.Text)).Select(named => named.Label);
        Assert.Equal(s_tests.Files.Keys.Order(StringComparer.Ordinal), used.Distinct().Order(StringComparer.Ordinal));
    }

    private static string[] Cells(string row) => [.. row.Trim('|').Split('|').Select(cell => cell.Trim())];

    private static Dictionary<(string, string), (string, string)> Items()
    {
        var items = new Dictionary<(string, string), (string, string)>();
        foreach (string section in s_page.Split("\n### ")[1..])
        {
            string client = section[..section.IndexOf('\n')];
            foreach (Match item in Item().Matches(section))
            {
                items.Add((client, item.Groups[1].Value),
                    (item.Groups[2].Value, LineBreak().Replace(item.Groups[3].Value, " ")));
            }
        }
        return items;
    }

    [GeneratedRegex(@"(?m)^- \*\*([^*]+)\*\* \((\w+)\): (.*(?:\n  .*)*)")]
    private static partial Regex Item();

    [GeneratedRegex(@"\n +")]
    private static partial Regex LineBreak();
}
