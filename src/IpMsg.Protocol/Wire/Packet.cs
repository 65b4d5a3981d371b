using System;

namespace IpMsg.Protocol.Wire;

/// <summary>
/// The parts of one datagram. Every part is a slice of the received bytes and valid as long as they are. <see
/// cref="PacketReader.TryRead"/> creates it.
/// </summary>
public readonly ref struct Packet
{
    private const byte Nul = 0;
    private const byte LineFeed = 0x0A;

    internal Packet(
        ReadOnlySpan<byte> version,
        ReadOnlySpan<byte> number,
        ReadOnlySpan<byte> user,
        ReadOnlySpan<byte> host,
        uint commandWord,
        ReadOnlySpan<byte> extra)
    {
        Version = version;
        Number = number;
        User = user;
        Host = host;
        CommandWord = commandWord;
        Extra = extra;
        Body = Part(0);
    }

    /// <summary>The version field: <c>1</c>, or <c>1</c> and the suffix of a dialect (R6).</summary>
    public ReadOnlySpan<byte> Version { get; }

    /// <summary>The digits of the packet number as sent: confirmations repeat them (R7).</summary>
    public ReadOnlySpan<byte> Number { get; }

    /// <summary>The user name of the sender; may be empty (R9).</summary>
    public ReadOnlySpan<byte> User { get; }

    /// <summary>The host name of the sender; may be empty (R9).</summary>
    public ReadOnlySpan<byte> Host { get; }

    /// <summary>Command and option bits together, as sent.</summary>
    public uint CommandWord { get; }

    /// <summary>The bytes after the fifth colon, without the NULs at the end (R2).</summary>
    public ReadOnlySpan<byte> Extra { get; }

    /// <summary>The whole datagram.</summary>
    internal ReadOnlySpan<byte> Whole { get; init; }

    /// <summary>The command; may be a value that <see cref="Wire.Command"/> does not name (R52).</summary>
    public Command Command => (Command)(byte)CommandWord;

    /// <summary>The option bits of an entry-class packet.</summary>
    public EntryFlags EntryFlags => (EntryFlags)(CommandWord & 0xFFFFFF00);

    /// <summary>The option bits of a message-class packet.</summary>
    public MessageFlags MessageFlags => (MessageFlags)(CommandWord & 0xFFFFFF00);

    /// <summary>True when the flag says that names, body and ext are UTF-8 (R13).</summary>
    public bool IsUtf8 => (MessageFlags & MessageFlags.Utf8) != 0;

    /// <summary>The text up to the first NUL. It may contain and begin with colons (R3, R4).</summary>
    public ReadOnlySpan<byte> Body { get; }

    /// <summary>The second NUL-separated part; empty when there is none, or when the trailer has its place (R16).</summary>
    public ReadOnlySpan<byte> Ext
    {
        get
        {
            var part = Part(1);
            return IsTrailerInExtsPlace(part) ? default : part;
        }
    }

    /// <summary>
    /// The UTF-8 lines after the second NUL, from their line feed on; empty when the packet has no CAPUTF8OPT (R15). Some senders omit a
    /// NUL when their group is empty, so that the lines have the place of the ext (R16).
    /// </summary>
    public ReadOnlySpan<byte> Trailer
    {
        get
        {
            if (!MayHaveTrailer)
                return default;
            var second = Part(1);
            if (IsTrailerInExtsPlace(second))
                return second;
            var third = Part(2);
            return third.Length > 0 && third[0] == LineFeed ? third : default;
        }
    }

    /// <summary>The NUL-separated part with the given index, counted from 0; empty when there are fewer parts.</summary>
    public ReadOnlySpan<byte> Part(int index)
    {
        var rest = Extra;
        for (; index > 0; index--)
        {
            int nul = rest.IndexOf(Nul);
            if (nul < 0)
                return default;
            rest = rest.Slice(nul + 1);
        }
        int end = rest.IndexOf(Nul);
        return end < 0 ? rest : rest.Slice(0, end);
    }

    // In packets with the foreign bit, the bit of CAPUTF8OPT has another meaning (R100).
    private bool MayHaveTrailer => (EntryFlags & (EntryFlags.CanUtf8 | EntryFlags.ForeignBits)) == EntryFlags.CanUtf8;

    private bool IsTrailerInExtsPlace(ReadOnlySpan<byte> second) =>
        MayHaveTrailer && second.Length > 0 && second[0] == LineFeed && Part(2).IsEmpty;
}
