using System.Collections.Generic;
using System.Linq;
using System.Text;
using IpMsg.Protocol.Attachments;
using Xunit;

namespace IpMsg.Protocol.Tests.Attachments;

/// <summary>Equal names within one folder.</summary>
public class FolderNamesTests
{
    [Fact]
    public void Equal_names_are_numbered_ahead_of_the_extension()
    {
        var names = new FolderNames(NameRules.Linux);
        Assert.Equal(["name.txt", "name (2).txt", "name (3).txt"], Enumerable.Range(0, 3).Select(_ => names.Reserve("name.txt")));
    }

    [Theory]
    [InlineData(".profile", ".profile (2)")]
    [InlineData("README", "README (2)")]
    [InlineData("a.tar.gz", "a.tar (2).gz")]
    [InlineData("a.", "a. (2)")]
    [InlineData("Mr. Suzuki wrote a very long letter to us", "Mr. Suzuki wrote a very long letter to us (2)")]
    public void Only_what_is_an_extension_stays_at_the_end(string name, string second)
    {
        var names = new FolderNames(NameRules.Linux);
        Assert.Equal((name, second), (names.Reserve(name), names.Reserve(name)));
    }

    [Fact]
    public void A_dot_in_the_name_of_a_folder_begins_no_extension()
    {
        var names = new FolderNames(NameRules.Windows);
        Assert.Equal(("v1.2", "v1.2 (2)"), (names.Reserve("v1.2", isFolder: true), names.Reserve("v1.2", isFolder: true)));
    }

    [Fact]
    [Rule(85)]
    public void R85_names_that_differ_in_case_collide_where_case_is_ignored()
    {
        Assert.Equal(["Readme.txt", "README (2).TXT", "readme (3).txt"], Take(NameRules.Windows));
        Assert.Equal(["Readme.txt", "README (2).TXT", "readme (3).txt"], Take(NameRules.MacOS));
        Assert.Equal(["Readme.txt", "README.TXT", "readme.txt"], Take(NameRules.Linux));

        static IEnumerable<string?> Take(NameRules rules)
        {
            var names = new FolderNames(rules);
            return [names.Reserve("Readme.txt"), names.Reserve("README.TXT"), names.Reserve("readme.txt")];
        }
    }

    [Fact]
    public void A_number_that_the_sender_used_is_not_assigned_again()
    {
        var names = new FolderNames(NameRules.Windows);
        Assert.Equal(("a (2).txt", "a.txt", "A (3).txt", "a (2) (2).txt"),
            (names.Reserve("a (2).txt"), names.Reserve("a.txt"), names.Reserve("A.txt"), names.Reserve("a (2).txt")));
    }

    [Fact]
    public void What_is_there_already_is_left_alone()
    {
        HashSet<string> there = ["a.txt", "a (2).txt"];
        Assert.Equal("a (3).txt", new FolderNames(NameRules.Linux).Reserve("a.txt", exists: there.Contains));
        Assert.Null(new FolderNames(NameRules.Linux).Reserve("a.txt", exists: _ => true));
    }

    [Fact]
    public void A_long_name_is_cut_so_that_the_number_fits()
    {
        string name = new string('あ', 83) + ".txt";
        var names = new FolderNames(NameRules.Linux);
        names.Reserve(name);
        string second = names.Reserve(name)!;
        Assert.Equal(new string('あ', 82) + " (2).txt", second);
        Assert.InRange(Encoding.UTF8.GetByteCount(second), 1, 255);
    }

    [Fact]
    public void A_hundred_thousand_equal_names_take_no_hundred_thousand_tries_each()
    {
        var names = new FolderNames(NameRules.Windows);
        for (int count = 0; count < 100_000; count++)
            names.Reserve("a.txt");
        Assert.Equal("a (100001).txt", names.Reserve("a.txt"));
    }
}
