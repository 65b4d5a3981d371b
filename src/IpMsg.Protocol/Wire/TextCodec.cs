using System;
using System.Text;

namespace IpMsg.Protocol.Wire;

/// <summary>
/// Decodes and encodes texts: by the UTF-8 flag first, as well-formed UTF-8 next, in the code page last (R13, R99). No content causes an
/// exception: bytes that are not valid become U+FFFD or the substitute of the code page (R20).
/// </summary>
public sealed class TextCodec
{
    /// <summary>UTF-8 without a byte order mark.</summary>
    public static readonly Encoding Utf8 = new UTF8Encoding(false);

    /// <param name="codePage">The encoding of clients without UTF-8 and of unknown dialect.</param>
    /// <param name="chinese">The encoding of the Chinese dialects (R97): GB18030.</param>
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

    /// <summary>Reads text by the flag, the bytes, and the encoding and dialect of their sender.</summary>
    /// <param name="bytes">The text as received.</param>
    /// <param name="flagged">True when the packet has UTF8OPT.</param>
    /// <param name="observed">The observed encoding of the sender.</param>
    /// <param name="dialect">The sender's dialect.</param>
    public string Read(
        ReadOnlySpan<byte> bytes, bool flagged, ObservedEncoding observed = ObservedEncoding.Unknown,
        ClientDialect dialect = ClientDialect.Standard) =>
        PacketReader.Text(bytes, EncodingOf(bytes, flagged, observed, dialect));

    /// <summary>The encoding of received text, by the flag, the bytes, and the encoding and dialect of their sender.</summary>
    /// <inheritdoc cref="Read"/>
    public Encoding EncodingOf(ReadOnlySpan<byte> bytes, bool flagged, ObservedEncoding observed, ClientDialect dialect) =>
        flagged ? Utf8 : Utf8Check.Examine(bytes) switch
        {
            TextEvidence.Neutral or TextEvidence.CertainUtf8 => Utf8,
            // Short text in a code page may be valid UTF-8 by chance. The earlier bytes of the sender take precedence.
            TextEvidence.Utf8 when observed != ObservedEncoding.CodePage => Utf8,
            _ => CodePageOf(dialect),
        };

    /// <summary>The encoding that a member is expected to write before it has written anything but ASCII (R97).</summary>
    internal static ObservedEncoding ExpectedOf(ClientDialect dialect) =>
        dialect is ClientDialect.FeiQ or ClientDialect.NeiWangTong ? ObservedEncoding.CodePage : ObservedEncoding.Unknown;

    /// <summary>The observed encoding of a member after these bytes without the flag. Unambiguous bytes replace it.</summary>
    public static ObservedEncoding Learn(ObservedEncoding observed, ReadOnlySpan<byte> bytes) => Utf8Check.Examine(bytes) switch
    {
        TextEvidence.CodePage => ObservedEncoding.CodePage,
        TextEvidence.CertainUtf8 => ObservedEncoding.Utf8,
        TextEvidence.Utf8 when observed != ObservedEncoding.CodePage => ObservedEncoding.Utf8,
        _ => observed,
    };

    /// <summary>
    /// The encoding of texts to a recipient, and whether the packet gets the flag: a member that announces CAPUTF8OPT gets UTF-8 with the
    /// flag, another the encoding that it sends itself (R13).
    /// </summary>
    public Encoding WriteTo(EntryFlags status, ObservedEncoding observed, ClientDialect dialect, out bool flagged)
    {
        flagged = (status & EntryFlags.CanUtf8) != 0;
        if (flagged || observed is ObservedEncoding.Utf8 or ObservedEncoding.SaysUtf8)
            return Utf8;
        return CodePageOf(dialect);
    }

    /// <summary>True when the encoding has all characters of the text. With false, some would arrive as question marks.</summary>
    public static bool CanWrite(string text, Encoding encoding) =>
        ReferenceEquals(encoding, Utf8) || encoding.GetString(encoding.GetBytes(text)) == text;
}
