using System;
using System.Linq;
using IpMsg.Node.Contacts;
using IpMsg.Node.Contacts.Json;
using Xunit;

namespace IpMsg.Node.Tests.Contacts;

/// <summary>A change of a contact file changes the block of one contact, whatever people have written around it.</summary>
public sealed class ContactDocumentTests
{
    private static readonly string[] s_files =
    [
        "{\"version\":1,\"contacts\":[]}",
        "{\"version\":1,\"contacts\":[{\"name\":\"b\",\"userName\":\"x\"}]}",
        "{\"version\":1,\"contacts\":[{\"name\":\"b\",\"userName\":\"x\"},{\"name\":\"d\",\"userName\":\"x\"}],}",
        "// head\n{ \"contacts\": [\n  // b\n"
            + "  {\"name\":\"b\",\"userName\":\"x\"} // of b\n  , /* d */ {\"name\":\"d\",\"userName\":\"x\"}, /*\n*/\n]"
            + ", \"version\": 1 } // end",
        "\uFEFF{\r\n  \"version\": 1,\r\n  \"contacts\": [\r\n    {\"name\":\"d\",\"userName\":\"x\", \"new\": [1, {}]},\r\n"
            + "    {\"name\":\"b\",\"userName\":\"x\"}, // b\r\n  ]\r\n}\r\n",
    ];

    [Fact]
    public void Every_change_of_every_file_is_that_change_alone()
    {
        foreach (string file in s_files)
        {
            foreach (string name in (string[])["a", "b", "c", "d", "e"])
            {
                var before = ContactDocument.Parse(file);
                var contact = new Contact(name) { HostName = "host", Groups = ["ops"] };
                string with = before.With(contact);
                var after = ContactDocument.Parse(with);
                Assert.Equal(before.Contacts.Select(each => each.Name).Append(name).Distinct().Order(),
                    after.Contacts.Select(each => each.Name).Order());
                Assert.Equal("host", after.Contacts.Single(each => each.Name == name).HostName);
                Assert.Equal(file.Contains("\r\n", StringComparison.Ordinal), with.Contains("\r\n", StringComparison.Ordinal));
                // Comments stay, and what is unknown.
                foreach (string kept in (string[])["// head", "// b", "// of b", "/* d */", "// end", "\"new\": [1, {}]"])
                    Assert.Equal(file.Contains(kept, StringComparison.Ordinal), with.Contains(kept, StringComparison.Ordinal));
                // The same contact once more changes nothing.
                Assert.Equal(with, after.With(contact));
                var without = ContactDocument.Parse(after.Without(name));
                Assert.Equal(before.Contacts.Select(each => each.Name).Where(each => each != name).Order(),
                    without.Contacts.Select(each => each.Name).Order());
            }
        }
    }

    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("{ \"version\": 1, \"contacts\": [] } x", 1, 34)]
    [InlineData("{\n\"version\": 1,\n\"contacts\": [\n{\"name\": \"a\"\n\"userName\": \"x\"}]}", 5, 1)]
    [InlineData("{\"version\": 2, \"contacts\": []}", 1, 13)]
    [InlineData("{\"contacts\": []}", 1, 1)]
    [InlineData("{\"version\": 1, \"contacts\": [{\"name\": \"a\", \"userName\": 7}]}", 1, 55)]
    [InlineData("{\"version\": 1, \"contacts\": [{\"name\": \"a\", \"addresses\": [\"1.2.3\"]}]}", 1, 57)]
    [InlineData("{\"version\": 1, \"contacts\": [{\"name\": \"a*\", \"userName\": \"x\"}]}", 1, 38)]
    [InlineData("{\"version\": 1, \"contacts\": [{\"name\": \"a\", \"userName\": \"x\"}, {\"name\": \"A\", \"userName\": \"x\"}]}", 1, 61)]
    [InlineData("{\"version\": 1, \"version\": 1, \"contacts\": []}", 1, 16)]
    [InlineData("{\"version\": 1, \"contacts\": [{\"name\": \"\\q\"}]}", 1, 40)]
    [InlineData("{\"version\": 1, /* \"contacts\": []}", 1, 16)]
    [InlineData("{\"version\": 1, \"contacts\": [{\"name\": \"a\", \"userName\": \"x\", \"encryption\": \"Of\"}]}", 1, 74)]
    public void A_damaged_file_tells_its_line_and_column(string file, int line, int column)
    {
        var error = Assert.Throws<JsonTextException>(() => ContactDocument.Parse(file));
        Assert.Equal((line, column), (error.Line, error.Column));
    }

    [Fact]
    public void A_file_cannot_take_the_stack()
    {
        Assert.Throws<JsonTextException>(() => ContactDocument.Parse(new string('[', 1_000_000)));
        Assert.Throws<JsonTextException>(() => ContactDocument.Parse("{\"a\":" + new string('[', 100_000)));
    }

    [Fact]
    public void No_prefix_of_a_file_is_a_file()
    {
        string file = new ContactDocumentText().Text;
        for (int length = 0; length < file.TrimEnd().Length; length++)
            Assert.Throws<JsonTextException>(() => ContactDocument.Parse(file[..length]));
        Assert.Single(ContactDocument.Parse(file).Contacts);
    }

    private sealed class ContactDocumentText
    {
        internal string Text { get; } = ContactDocument.Parse(ContactDocument.Empty).With(new Contact("鈴木 \"太郎\"")
        {
            UserName = "suzuki",
            HostName = "PC\\1",
            Addresses = ["10.2.0.7", "[fe80::1]:2425", "build.example.org"],
            Groups = ["ops"],
            Note = "a\r\n\tb\u200e",
        });
    }
}
