using System;
using IpMsg.Protocol.Attachments;

namespace IpMsg.Protocol.Encryption;

/// <summary>
/// Splits the plaintext of an envelope without copying (R67): text, attachment list, recipient list, each followed by a NUL. Some clients
/// omit the last NUL.
/// </summary>
internal readonly ref struct EnvelopeContent
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

    /// <summary>
    /// The attachment list for <see cref="AttachmentListReader"/>, which replaces the packet's extension part; empty when there is none.
    /// </summary>
    public ReadOnlySpan<byte> Attachments { get; }

    /// <summary>The recipient list, for <see cref="RecipientList"/>; empty when there is none.</summary>
    public ReadOnlySpan<byte> Recipients { get; }

    /// <summary>Splits a plaintext.</summary>
    /// <param name="plaintext">The plaintext.</param>
    /// <param name="hasLists">True when the packet has ENCEXTMSGOPT. Otherwise everything after the text is ignored.</param>
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
