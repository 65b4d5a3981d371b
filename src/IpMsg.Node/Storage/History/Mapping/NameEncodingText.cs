using System;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Wire;

namespace IpMsg.Node.Storage.History.Mapping;

/// <summary>
/// The encoding of a sender's file names, as two words in a line of the store: the observed encoding and the dialect. Without them, a
/// folder of a client with a code page gets unreadable names when it is fetched after a restart (R93, R99).
/// </summary>
internal static class NameEncodingText
{
    /// <summary>The words; null when the flags of the message are sufficient.</summary>
    internal static string? Of(NameDecoder? names) =>
        names is null or { Observed: ObservedEncoding.Unknown, Dialect: ClientDialect.Standard }
            ? null
            : names.Observed + " " + names.Dialect;

    /// <summary>Creates the decoder of the file names.</summary>
    /// <param name="text">The words; null when there are none. Words of a newer module count as unknown.</param>
    /// <param name="flags">The option bits of the message.</param>
    /// <param name="codec">The codec of the listener.</param>
    internal static NameDecoder Read(string? text, MessageFlags flags, TextCodec codec)
    {
        string[] words = (text ?? "").Split(' ');
        var observed = Word(words[0], ObservedEncoding.Unknown);
        var dialect = Word(words[words.Length - 1], ClientDialect.Standard);
        return new NameDecoder(codec, (flags & MessageFlags.Utf8) != 0, observed, dialect);
    }

    private static T Word<T>(string word, T unknown)
        where T : struct, Enum => Enum.TryParse(word, out T value) && Enum.IsDefined(typeof(T), value) ? value : unknown;
}
