using System;
using System.Collections.Generic;
using IpMsg.Protocol.Members.Offers;

namespace IpMsg.Protocol.Members.Sending;

/// <summary>What the user wants said.</summary>
/// <param name="Text">The text; line ends are normalised (R19).</param>
public sealed record OutgoingMessage(string Text)
{
    /// <summary>The text, lines ending with LF.</summary>
    public string Text { get; } = EndLinesWithLineFeed(Text);

    /// <summary>SECRETOPT and READCHECKOPT: hidden until opened, and we are told when (R49).</summary>
    public bool IsSealed { get; init; }

    /// <summary>PASSWORDOPT: the receiver asks its user for a password (R54).</summary>
    public bool IsLocked { get; init; }

    /// <summary>NOLOGOPT: the receiver is asked not to log the text (R56).</summary>
    public bool NoLog { get; init; }

    /// <summary>
    /// One datagram without a confirmation, from a sender that does not stay (NOADDLISTOPT).
    /// </summary>
    public bool IsOneShot { get; init; }

    /// <summary>What it offers (R74); image by image, or file by file.</summary>
    public IReadOnlyList<OutgoingFile> Files { get; init; } = [];

    /// <summary>How long its files may be fetched; thirty days as with the reference client.</summary>
    public TimeSpan OfferLifetime { get; init; } = TimeSpan.FromDays(30);

    /// <summary>When to encrypt it; null for as always.</summary>
    public EncryptionPolicy? Encryption { get; init; }

    /// <summary>How long to wait for the confirmation, in milliseconds; null for as long as the five transmissions take.</summary>
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
