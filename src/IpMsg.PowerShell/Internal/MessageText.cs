using System;
using System.Collections;
using System.Collections.Generic;
using System.ComponentModel;
using System.Management.Automation;
using IpMsg.Node;

namespace IpMsg.PowerShell.Internal;

/// <summary>Texts of messages for views, live or deserialized from files, jobs and remote sessions. Replaces control characters.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class MessageText
{
    private const int MaxFiles = 3;

    /// <summary>The kind of message in one word; empty for an ordinary one.</summary>
    public static string Kind(PSObject message) =>
        Is(message, "IsRemoved") ? "removed"
        : Is(message, "IsSealed") ? Is(message, "IsOpened") ? "opened" : "sealed"
        : Is(message, "IsAutomatic") ? "automatic"
        : Is(message, "IsBroadcast") ? "broadcast"
        : Is(message, "IsLocked") ? "locked"
        : "";

    /// <summary>
    /// What the signature proves: "signed" by the pinned key of the sender; "signed only" when the message was not encrypted; "encrypted"
    /// without proof of the sender; "FORGED?" for a wrong signature; empty for plaintext.
    /// </summary>
    public static string Security(PSObject message) => message.Properties["Signature"]?.Value?.ToString() switch
    {
        "Invalid" => "FORGED?",
        "Valid" => Is(message, "IsEncrypted") ? "signed" : "signed only",
        _ => Is(message, "IsEncrypted") ? "encrypted" : "",
    };

    /// <summary>The text and the names of the files on one line; for a sealed message, how to open it.</summary>
    public static string Line(PSObject message) => IsHidden(message) ? Hidden : SafeText.Line(Text(message)) + Files(message);

    /// <summary>The text with its line breaks; for a sealed message, how to open it.</summary>
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
        if (names.Count == 0)
            return "";
        string rest = names.Count > MaxFiles ? ", " + (names.Count - MaxFiles) + " more" : "";
        return " [" + string.Join(", ", names.GetRange(0, Math.Min(names.Count, MaxFiles))) + rest + "]";
    }

    private static bool Is(PSObject message, string property) => LanguagePrimitives.IsTrue(message.Properties[property]?.Value);
}
