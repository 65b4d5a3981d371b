using System;
using System.Collections.Generic;
using System.Linq;
using IpMsg.Protocol.Attachments;
using Xunit;

namespace IpMsg.Protocol.Tests.Attachments;

/// <summary>Names of offered files for clients on Windows (R115).</summary>
public class OfferedNameTests
{
    private const string Long255 = "0123456789";

    [Theory]
    [InlineData("report.txt")]
    [InlineData("報告 2026 (1).txt")]
    [InlineData("a:b.txt")]
    [InlineData(":")]
    [InlineData(".profile")]
    [InlineData(" leading")]
    [InlineData("auxiliary.c")]
    [InlineData("com10")]
    [InlineData("a..b")]
    [InlineData("%$#@!~&'`{}[];,=+^-")]
    [Rule(115)]
    public void R115_names_that_Windows_can_have_stay(string name) => Assert.Equal(name, OfferedName.ForWindows(name));

    [Theory]
    [InlineData("x?q*\"<>|.txt", "x_q_____.txt")]
    [InlineData(@"a\b", "a_b")]
    [InlineData("a\u0001b\u007Fc\nd\0", "a_b_c_d_")]
    [InlineData("trailing.", "trailing_")]
    [InlineData("trailing ", "trailing_")]
    [InlineData("...", ".._")]
    [InlineData(" ", "_")]
    [InlineData("dots. . .", "dots. . _")]
    [InlineData("aux", "_aux")]
    [InlineData("CON.txt", "_CON.txt")]
    [InlineData("nul .tar.gz", "_nul .tar.gz")]
    [InlineData("com1", "_com1")]
    [InlineData("LPT\u00B9.log", "_LPT\u00B9.log")]
    [InlineData("con.", "_con_")]
    [InlineData("?", "_")]
    [Rule(115)]
    public void R115_what_Windows_cannot_have_is_replaced(string name, string sent)
    {
        Assert.Equal(sent, OfferedName.ForWindows(name));
        Assert.False(SafeFileName.Of(sent, NameRules.Windows).IsChanged);
        Assert.Equal(sent, OfferedName.ForWindows(sent));
    }

    [Fact]
    [Rule(115)]
    public void R115_cutting_leaves_no_device_name()
    {
        string name = OfferedName.ForWindows("CON" + new string(' ', 252) + "name.txt");
        Assert.Equal(255, name.Length);
        Assert.StartsWith("_CON  ", name);
        Assert.False(SafeFileName.Of(name, NameRules.Windows).IsChanged);
    }

    [Fact]
    [Rule(115)]
    public void R115_an_underscore_in_front_makes_no_name_too_long()
    {
        string name = "aux." + string.Concat(Enumerable.Repeat(Long255, 25)) + "!";
        Assert.Equal((255, 255), (name.Length, OfferedName.ForWindows(name).Length));
        string dotted = "aux.a" + new string(' ', 240) + ".0123456789";
        Assert.Equal("_aux.a", OfferedName.ForWindows(dotted).Substring(0, 6));
    }

    [Fact]
    [Rule(115)]
    public void R115_a_client_of_ours_gets_all_but_control_characters()
    {
        Assert.Equal("x?q*\"<>|\\. ", OfferedName.WithoutControls("x?q*\"<>|\\. "));
        Assert.Equal("a_b_", OfferedName.WithoutControls("a\ab\0"));
    }

    [Fact]
    [Rule(115)]
    public void R115_replaced_names_are_unlike_all_others_and_the_others_stay()
    {
        string[] folder = ["a?.txt", "a*.txt", "A_.txt", "a_ (2).txt", "Readme", "README", "a<.txt", "aux", "_AUX"];
        int listings = 0;
        var names = new OfferedNames(keepsNames: false, () => List(folder, ref listings));
        Assert.Equal(
            ["a_ (3).txt", "a_ (4).txt", "A_.txt", "a_ (2).txt", "Readme", "README", "a_ (5).txt", "_aux (2)", "_AUX"],
            folder.Select(each => names.Of(each, isFolder: false)));
        Assert.Equal(1, listings);
    }

    [Fact]
    [Rule(115)]
    public void R115_a_folder_without_such_names_is_not_listed_again()
    {
        var names = new OfferedNames(keepsNames: false, () => throw new InvalidOperationException());
        Assert.Equal("a.txt", names.Of("a.txt", isFolder: false));
        var kept = new OfferedNames(keepsNames: true, () => throw new InvalidOperationException());
        Assert.Equal("a?.", kept.Of("a?.", isFolder: true));
    }

    private static string[] List(string[] folder, ref int listings)
    {
        listings++;
        return folder;
    }
}
