using System;
using System.Collections;
using System.Collections.Generic;
using System.ComponentModel;
using System.Management.Automation;
using IpMsg.Node;

namespace IpMsg.PowerShell.Internal;

/// <summary>
/// What views say of messages: it takes them as Receive-IpMsg emits them and as they come back from files, jobs and other machines, and
/// what a stranger wrote comes out harmless.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class MessageText
{
    private const int MostFiles = 3;

    /// <summary>What sort of message it is, in one word; empty for a usual one.</summary>
    public static string Kind(PSObject message) =>
        Is(message, "IsRemoved") ? "removed"
        : Is(message, "IsSealed") ? Is(message, "IsOpened") ? "opened" : "sealed"
        : Is(message, "IsAutomatic") ? "automatic"
        : Is(message, "IsBroadcast") ? "broadcast"
        : Is(message, "IsLocked") ? "locked"
        : "";

    /// <summary>
    /// How far it can be trusted: signed, by a key that is pinned for its sender; encrypted, and it may be anybody's; FORGED?, the signature
    /// is wrong; empty in plaintext.
    /// </summary>
    public static string Security(PSObject message) => message.Properties["Signature"]?.Value?.ToString() switch
    {
        "Invalid" => "FORGED?",
        "Valid" => "signed",
        _ => Is(message, "IsEncrypted") ? "encrypted" : "",
    };

    /// <summary>On one line: the text and the names of its files; of a sealed message how to read it.</summary>
    public static string Line(PSObject message) => IsHidden(message) ? Hidden : SafeText.Line(Text(message)) + Files(message);

    /// <summary>The text with its lines; of a sealed message how to read it.</summary>
    public static string Lines(PSObject message) => IsHidden(message) ? Hidden : SafeText.Lines(Text(message));

    private const string Hidden = "(sealed: Open-IpMsg shows it)";

    private static bool IsHidden(PSObject message) => !Is(message, "IsOpened");

    private static string? Text(PSObject message) => message.Properties["Text"]?.Value?.ToString();

    private static string Files(PSObject message)
    {
        var names = new List<string>();
        foreach (string property in (string[])["Attachments", "Images"])
        {
            object? value = message.Properties[property]?.Value;
            foreach (object each in (value is PSObject wrapped ? wrapped.BaseObject : value) as IEnumerable ?? Array.Empty<object>())
                names.Add(SafeText.Line(each.ToString()));
        }
        return names.Count == 0 ? ""
            : " [" + string.Join(", ", names.GetRange(0, Math.Min(names.Count, MostFiles))) + (names.Count > MostFiles ? ", " + (names.Count - MostFiles) + " more" : "") + "]";
    }

    private static bool Is(PSObject message, string property) => LanguagePrimitives.IsTrue(message.Properties[property]?.Value);
}
