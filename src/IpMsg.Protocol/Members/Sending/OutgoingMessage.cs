using System;
using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Members.Offers;

namespace IpMsg.Protocol.Members.Sending;

/// <summary>A message to send.</summary>
/// <param name="Text">The text; line ends become LF (R19).</param>
public sealed record OutgoingMessage(string Text)
{
    private static readonly Dictionary<IPEndPoint, RecipientPreference> s_none = [];

    /// <summary>The text with LF as line end.</summary>
    public string Text { get; } = EndLinesWithLineFeed(Text);

    /// <summary>SECRETOPT and READCHECKOPT: the text is hidden until it is opened, which the receiver reports (R49).</summary>
    public bool IsSealed { get; init; }

    /// <summary>PASSWORDOPT: the receiver asks its user for a password (R54).</summary>
    public bool IsLocked { get; init; }

    /// <summary>NOLOGOPT: the receiver is asked not to log the text (R56).</summary>
    public bool NoLog { get; init; }

    /// <summary>
    /// NOADDLISTOPT: a single datagram without a confirmation, from a sender that does not stay.
    /// </summary>
    public bool IsOneShot { get; init; }

    /// <summary>AUTORETOPT: the automatic reply of an absent member, a single datagram without a confirmation (R47).</summary>
    internal bool IsAutomatic { get; init; }

    /// <summary>True to have each delivery written to the disk before its datagram leaves for the first time.</summary>
    internal bool IsQueued { get; init; }

    /// <summary>The offered files, folders and images (R74).</summary>
    public IReadOnlyList<OutgoingFile> Files { get; init; } = [];

    /// <summary>The lifetime of its offers; thirty days, as in the reference client.</summary>
    public TimeSpan OfferLifetime { get; init; } = TimeSpan.FromDays(30);

    /// <summary>When to encrypt it; null for the policy of the member.</summary>
    public EncryptionPolicy? Encryption { get; init; }

    /// <summary>What differs for some recipients, by their endpoints.</summary>
    internal IReadOnlyDictionary<IPEndPoint, RecipientPreference> Preferences { get; init; } = s_none;

    /// <summary>The timeout of the confirmation in milliseconds; null for the time of all transmissions (R44).</summary>
    public int? TimeoutMs { get; init; }

    /// <summary>True when text and file names are the same in every encoding.</summary>
    public bool IsAscii
    {
        get
        {
            bool isAscii = IsInAscii(Text);
            foreach (var file in Files)
                isAscii &= IsInAscii(file.Attachment.Name);
            return isAscii;
        }
    }

    internal static string EndLinesWithLineFeed(string text) =>
        text.IndexOf('\r') < 0 ? text : text.Replace("\r\n", "\n").Replace('\r', '\n');

    private static bool IsInAscii(string text)
    {
        foreach (char each in text)
        {
            if (each > 0x7F)
                return false;
        }
        return true;
    }
}
