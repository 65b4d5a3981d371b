using System.Collections.Generic;
using System.Linq;
using IpMsg.Node.Contacts.Json;

namespace IpMsg.Node.Contacts;

/// <summary>Writes the block of a contact: one property a line, always in the same order, lists on one line.</summary>
internal static class ContactWriter
{
    /// <summary>The indent of a block.</summary>
    internal const string Indent = "    ";

    /// <param name="contact">The contact.</param>
    /// <param name="former">The block that it replaces, whose unknown properties stay; null for a new contact.</param>
    /// <param name="text">The text of that block.</param>
    /// <param name="newLine">The line end of the file.</param>
    internal static string Write(Contact contact, JsonValue? former, string text, string newLine)
    {
        var lines = new List<string>();
        Add("name", contact.Name);
        Add("userName", contact.UserName);
        Add("hostName", contact.HostName);
        AddList("addresses", contact.Addresses);
        AddList("groups", contact.Groups);
        Add("encoding", contact.Encoding);
        Add("encryption", contact.Encryption?.ToString());
        Add("fingerprint", contact.Fingerprint);
        Add("note", contact.Note);
        foreach (var (name, value) in former?.Members ?? [])
        {
            if (!ContactReader.Properties.Contains(name))
                lines.Add(JsonQuote.Of(name) + ": " + text.Substring(value.Start, value.End - value.Start));
        }
        return "{" + newLine + string.Join("," + newLine, lines.Select(static each => Indent + "  " + each)) + newLine + Indent + "}";

        void Add(string name, string? value)
        {
            if (value is not null)
                lines.Add(JsonQuote.Of(name) + ": " + JsonQuote.Of(value));
        }

        void AddList(string name, IReadOnlyList<string> values)
        {
            if (values.Count > 0)
                lines.Add(JsonQuote.Of(name) + ": [" + string.Join(", ", values.Select(JsonQuote.Of)) + "]");
        }
    }
}
