using System;
using System.Text;

namespace IpMsg.Protocol.Wire;

/// <summary>
/// Text between bytes and characters: the UTF-8 flag first, well-formed UTF-8 next, the code page last (R13, R99). Decoding never
/// throws; what cannot be read becomes U+FFFD or the code page's own substitute (R20).
/// </summary>
public sealed class TextCodec
{
    /// <summary>UTF-8 without a byte order mark.</summary>
    public static readonly Encoding Utf8 = new UTF8Encoding(false);

    /// <param name="codePage">The encoding of clients that know no UTF-8 and say nothing of themselves.</param>
    /// <param name="chinese">The encoding of clients known to be Chinese (R97), GB18030.</param>
    public TextCodec(Encoding codePage, Encoding chinese)
    {
        CodePage = codePage;
        Chinese = chinese;
    }

    /// <summary>The configured code page.</summary>
    public Encoding CodePage { get; }

    /// <summary>The code page of the Chinese dialects.</summary>
    public Encoding Chinese { get; }

    /// <summary>The code page that a client of this dialect writes.</summary>
    public Encoding CodePageOf(ClientDialect dialect) =>
        dialect is ClientDialect.FeiQ or ClientDialect.NeiWangTong ? Chinese : CodePage;

    /// <summary>Reads text by the flag, the bytes and what is known of their sender.</summary>
    /// <param name="bytes">The text as received.</param>
    /// <param name="flagged">True when the packet has UTF8OPT.</param>
    /// <param name="observed">What its sender has been seen to send.</param>
    /// <param name="dialect">The sender's dialect.</param>
    public string Read(
        ReadOnlySpan<byte> bytes, bool flagged, ObservedEncoding observed = ObservedEncoding.Unknown,
        ClientDialect dialect = ClientDialect.Standard) =>
        PacketReader.Text(bytes, EncodingOf(bytes, flagged, observed, dialect));

    /// <summary>The encoding of received text, by the flag, the bytes and what is known of their sender.</summary>
    /// <inheritdoc cref="Read"/>
    public Encoding EncodingOf(ReadOnlySpan<byte> bytes, bool flagged, ObservedEncoding observed, ClientDialect dialect) =>
        flagged ? Utf8 : Utf8Check.Examine(bytes) switch
        {
            TextEvidence.Neutral => Utf8,
            // Short code-page text can look like UTF-8 by chance; the sender's own history outweighs that.
            TextEvidence.Utf8 when observed != ObservedEncoding.CodePage => Utf8,
            _ => CodePageOf(dialect),
        };

    /// <summary>What a member's habit is after these bytes came without the flag. Definite evidence replaces what was believed.</summary>
    public static ObservedEncoding Learn(ObservedEncoding observed, ReadOnlySpan<byte> bytes) => Utf8Check.Examine(bytes) switch
    {
        TextEvidence.CodePage => ObservedEncoding.CodePage,
        TextEvidence.Utf8 when observed != ObservedEncoding.CodePage => ObservedEncoding.Utf8,
        _ => observed,
    };

    /// <summary>
    /// The encoding in which a recipient understands us, and whether the packet says so: a member that announces CAPUTF8OPT gets
    /// flagged UTF-8, others what they send themselves (R13).
    /// </summary>
    public Encoding WriteTo(EntryFlags status, ObservedEncoding observed, ClientDialect dialect, out bool flagged)
    {
        flagged = (status & EntryFlags.CanUtf8) != 0;
        if (flagged || observed is ObservedEncoding.Utf8 or ObservedEncoding.SaysUtf8)
            return Utf8;
        return CodePageOf(dialect);
    }

    /// <summary>True when the text survives the encoding: false means that some characters would arrive as question marks.</summary>
    public static bool CanWrite(string text, Encoding encoding) =>
        ReferenceEquals(encoding, Utf8) || encoding.GetString(encoding.GetBytes(text)) == text;
}
