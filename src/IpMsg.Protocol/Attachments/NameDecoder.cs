using System;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Attachments;

/// <summary>
/// How the file names of one peer are read: by the UTF-8 flag of the offer or the request (R93), and without it as all its text is (R99).
/// </summary>
/// <param name="codec">Reads the text.</param>
/// <param name="flagged">True when UTF8OPT is set.</param>
/// <param name="observed">What the peer has been seen to send.</param>
/// <param name="dialect">The peer's dialect.</param>
public sealed class NameDecoder(TextCodec codec, bool flagged, ObservedEncoding observed = ObservedEncoding.Unknown, ClientDialect dialect = ClientDialect.Standard)
{
    /// <summary>Reads a name; never throws (R20).</summary>
    public string Read(ReadOnlySpan<byte> name) => codec.Read(name, flagged, observed, dialect);

    /// <summary>
    /// The same after a look at everything that is to be read: one name alone can look like UTF-8 by chance. What is known of the peer
    /// counts for more than a single list.
    /// </summary>
    internal NameDecoder After(ReadOnlySpan<byte> text) => flagged || observed != ObservedEncoding.Unknown
        ? this
        : new NameDecoder(codec, flagged, TextCodec.Learn(observed, text), dialect);
}
