using System;
using IpMsg.Protocol.Attachments;

namespace IpMsg.Protocol.Encryption;

/// <summary>
/// What an envelope holds, taken apart but not copied (R67): text, attachment list, recipient list, with NULs between and at the end.
/// The last NUL may be missing, for some clients leave it out.
/// </summary>
public readonly ref struct EnvelopeContent
{
    private const byte Nul = 0;

    private EnvelopeContent(ReadOnlySpan<byte> text, ReadOnlySpan<byte> attachments, ReadOnlySpan<byte> recipients)
    {
        Text = text;
        Attachments = attachments;
        Recipients = recipients;
    }

    /// <summary>The text.</summary>
    public ReadOnlySpan<byte> Text { get; }

    /// <summary>The attachment list, for <see cref="AttachmentListReader"/>; replaces the packet's ext. Empty when there is none.</summary>
    public ReadOnlySpan<byte> Attachments { get; }

    /// <summary>The recipient list, for <see cref="RecipientList"/>; empty when there is none.</summary>
    public ReadOnlySpan<byte> Recipients { get; }

    /// <summary>Takes a plaintext apart.</summary>
    /// <param name="plaintext">The plaintext.</param>
    /// <param name="hasLists">True when the packet has ENCEXTMSGOPT; without it, all behind the text is nothing.</param>
    public static EnvelopeContent Read(ReadOnlySpan<byte> plaintext, bool hasLists)
    {
        var text = Part(plaintext, out var rest);
        if (!hasLists)
            return new EnvelopeContent(text, default, default);
        var attachments = Part(rest, out rest);
        return new EnvelopeContent(text, attachments, Part(rest, out _));
    }

    private static ReadOnlySpan<byte> Part(ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> rest)
    {
        int nul = bytes.IndexOf(Nul);
        rest = nul < 0 ? default : bytes.Slice(nul + 1);
        return nul < 0 ? bytes : bytes.Slice(0, nul);
    }
}
