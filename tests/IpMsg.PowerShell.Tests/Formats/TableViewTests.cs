using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using IpMsg.PowerShell.Tests.Engine;
using Xunit;

namespace IpMsg.PowerShell.Tests.Formats;

/// <summary>Tables in help and README have the columns of the views.</summary>
public sealed class TableViewTests
{
    private static readonly string s_root = Path.GetFullPath(Path.Combine(StagedModule.Folder, "..", ".."));

    private static readonly string[][] s_views = [.. Directory.EnumerateFiles(StagedModule.Folder, "*.Format.ps1xml")
        .SelectMany(each => XDocument.Load(each).Descendants("TableHeaders")).Select(Header)];

    public static TheoryData<string> Pages =>
        [.. Directory.EnumerateFiles(s_root, "README*.md").Concat(Directory.EnumerateFiles(Path.Combine(s_root, "docs", "en-US"), "*.md"))
            .Where(each => Headers(each).Any()).Select(each => Path.GetRelativePath(s_root, each))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Tables_that_are_shown_are_those_of_the_views(string page)
    {
        foreach (string header in Headers(Path.Combine(s_root, page)))
        {
            // What is not of a view was made with Format-Table and some properties.
            var labels = header.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var fitting = s_views.Where(view => labels.All(each => view.Any(column => column.Trim() == each))).ToArray();
            if (fitting.Length > 0)
                Assert.Contains(header, fitting.Select(each => string.Join(' ', each).TrimEnd()));
        }
    }

    private static IEnumerable<string> Headers(string path)
    {
        string[] lines = File.ReadAllLines(path);
        return lines.Zip(lines.Skip(1)).Where(each => Regex.IsMatch(each.Second, "^--+ +-[- ]*$")).Select(each => each.First.TrimEnd());
    }

    private static string[] Header(XElement headers) => [.. headers.Elements().Select(each =>
    {
        string label = each.Element("Label")!.Value;
        int width = (int?)each.Element("Width") ?? label.Length;
        return each.Element("Alignment")?.Value == "Right" ? label.PadLeft(width) : label.PadRight(width);
    })];
}
