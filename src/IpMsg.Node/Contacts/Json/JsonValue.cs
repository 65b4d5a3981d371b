using System.Collections.Generic;

namespace IpMsg.Node.Contacts.Json;

/// <summary>The types of JSON values.</summary>
internal enum JsonKind
{
    /// <summary>An object.</summary>
    Object,
    /// <summary>An array.</summary>
    Array,
    /// <summary>A string.</summary>
    String,
    /// <summary>A number.</summary>
    Number,
    /// <summary>true, false or null.</summary>
    Word,
}

/// <summary>A JSON value with its place in the text, so that the text around it can stay when the value is replaced.</summary>
/// <param name="Kind">The type.</param>
/// <param name="Start">The index of its first character.</param>
internal sealed record JsonValue(JsonKind Kind, int Start)
{
    /// <summary>The index behind its last character.</summary>
    internal int End { get; set; }

    /// <summary>The content of a string; a number or word as it is written; empty for objects and arrays.</summary>
    internal string Text { get; set; } = "";

    /// <summary>The members of an object, in their order.</summary>
    internal List<(string Name, JsonValue Value)> Members { get; } = [];

    /// <summary>The elements of an array.</summary>
    internal List<JsonValue> Items { get; } = [];

    /// <summary>The first member of that name; null without one.</summary>
    internal JsonValue? Find(string name) => Members.Find(each => each.Name == name).Value;
}
