using System;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Attachments;

/// <summary>
/// Decodes the file names of one peer: by the UTF8OPT of the offer or request (R93), without it like all text of that peer (R99).
/// </summary>
/// <param name="codec">The text codec.</param>
/// <param name="flagged">True when UTF8OPT is set.</param>
/// <param name="observed">The encoding that the peer has been seen to use.</param>
/// <param name="dialect">The peer's dialect.</param>
public sealed class NameDecoder(
    TextCodec codec, bool flagged, ObservedEncoding observed = ObservedEncoding.Unknown, ClientDialect dialect = ClientDialect.Standard)
{
    /// <summary>Decodes a name; never throws (R20).</summary>
    public string Read(ReadOnlySpan<byte> name) => codec.Read(name, flagged, observed, dialect);

    /// <summary>
    /// Returns a decoder that has seen all the names: a single short name can look like UTF-8 by chance. An encoding that is known of the
    /// peer counts more than one list.
    /// </summary>
    internal NameDecoder After(ReadOnlySpan<byte> text) => flagged || observed != ObservedEncoding.Unknown
        ? this
        : new NameDecoder(codec, flagged, TextCodec.Learn(observed, text), dialect);

    /// <summary>True when the offer has UTF8OPT.</summary>
    public bool IsUtf8 => flagged;

    /// <summary>What the peer had been seen to send.</summary>
    public ObservedEncoding Observed => observed;

    /// <summary>The peer's dialect.</summary>
    public ClientDialect Dialect => dialect;
}
