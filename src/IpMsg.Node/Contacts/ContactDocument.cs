using System;
using System.Collections.Generic;
using System.Linq;
using IpMsg.Node.Contacts.Json;

namespace IpMsg.Node.Contacts;

/// <summary>
/// The text of a contact file. A change replaces the block of one contact and leaves every other character as it is, with comments, order
/// and unknown properties: a difference in a repository shows that contact alone.
/// </summary>
internal sealed class ContactDocument
{
    private readonly string _text;
    private readonly JsonValue _array;
    private readonly List<(Contact Contact, JsonValue Value)> _all = [];

    private ContactDocument(string text, JsonValue array) => (_text, _array) = (text, array);

    /// <summary>The text of a file without contacts.</summary>
    internal static string Empty =>
        "{\n  \"version\": " + ContactReader.Version.ToString(System.Globalization.CultureInfo.InvariantCulture)
        + ",\n  \"contacts\": [\n  ]\n}\n";

    /// <summary>The contacts, in the order of the file.</summary>
    internal IEnumerable<Contact> Contacts => _all.Select(static each => each.Contact);

    /// <summary>The text.</summary>
    internal string Text => _text;

    /// <summary>True when there is a contact of that name.</summary>
    internal bool Has(string name) => IndexOf(name) >= 0;

    /// <summary>Reads a file.</summary>
    /// <exception cref="JsonTextException">It is damaged, or has a value that cannot be.</exception>
    internal static ContactDocument Parse(string text)
    {
        var reader = new ContactReader(text);
        var document = new ContactDocument(text, reader.ReadRoot(JsonText.Parse(text)));
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var value in document._array.Items)
        {
            var contact = reader.Read(value);
            if (!names.Add(contact.Name))
                throw reader.Fail(value, "the contact '" + contact.Name + "' is there twice");
            document._all.Add((contact, value));
        }
        return document;
    }

    /// <summary>
    /// The text with a contact in place of the one of that name. A new one goes in front of the first name that follows it in the alphabet.
    /// </summary>
    internal string With(Contact contact)
    {
        int index = IndexOf(contact.Name);
        if (index >= 0)
        {
            var (former, value) = _all[index];
            return IsSame(former, contact)
                ? _text
                : _text.Substring(0, value.Start) + ContactWriter.Write(contact, value, _text, NewLine) + _text.Substring(value.End);
        }
        string block = NewLine + ContactWriter.Indent + ContactWriter.Write(contact, null, _text, NewLine);
        int next = _all.FindIndex(each => StringComparer.OrdinalIgnoreCase.Compare(each.Contact.Name, contact.Name) > 0);
        if (next == 0)
            return _text.Insert(_array.Start + 1, block + ",");
        if (_all.Count == 0)
            return _text.Insert(_array.Start + 1, block);
        var before = _all[(next < 0 ? _all.Count : next) - 1].Value;
        return CommaAfter(before) is { } comma
            ? _text.Insert(EndOfLine(comma + 1), block + (next < 0 ? "" : ","))
            : _text.Insert(EndOfLine(before.End), block).Insert(before.End, ",");
    }

    /// <summary>The text without the contact of that name, which is there.</summary>
    internal string Without(string name)
    {
        int index = IndexOf(name);
        var value = _all[index].Value;
        int start = value.Start, end = value.End;
        if (CommaAfter(value) is { } comma)
            end = comma + 1;
        end = EndOfLine(end);
        // What follows on the line must not come behind a comment of the line before.
        if (end == _text.Length || _text[end] is '\r' or '\n')
            start = EndOfLineBefore(start);
        string rest = _text.Remove(start, end - start);
        // Without this contact the one before it is the last.
        return index > 0 && index == _all.Count - 1 && CommaAfter(_all[index - 1].Value) is { } last ? rest.Remove(last, 1) : rest;
    }

    private int EndOfLineBefore(int start)
    {
        while (start > 0 && _text[start - 1] is ' ' or '\t')
            start--;
        if (start > 0 && _text[start - 1] == '\n')
            start -= start > 1 && _text[start - 2] == '\r' ? 2 : 1;
        return start;
    }

    private string NewLine => _text.IndexOf("\r\n", StringComparison.Ordinal) >= 0 ? "\r\n" : "\n";

    private int IndexOf(string name) => _all.FindIndex(each => each.Contact.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static bool IsSame(Contact left, Contact right) =>
        left.Addresses.SequenceEqual(right.Addresses) && left.Groups.SequenceEqual(right.Groups)
        && left == right with { File = left.File, Addresses = left.Addresses, Groups = left.Groups };

    private int? CommaAfter(JsonValue value) =>
        JsonText.SkipTrivia(_text, value.End) is var at && _text[at] == ',' ? at : null;

    // The end of the line when only a comment follows, so that a comment stays behind the contact that it is about.
    private int EndOfLine(int at)
    {
        int end = _text.IndexOf('\n', at) is >= 0 and var found ? found : _text.Length;
        if (end > at && _text[end - 1] == '\r')
            end--;
        return JsonText.SkipTrivia(_text, at) >= end && _text.IndexOf("/*", at, end - at, StringComparison.Ordinal) < 0 ? end : at;
    }
}
