using System;

namespace IpMsg.Protocol.Wire;

/// <summary>
/// One datagram, taken apart but not copied: every part is a slice of the received bytes and lives as long as they do.
/// Made by <see cref="PacketReader.TryRead"/>.
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

    /// <summary>The version field: <c>1</c>, or <c>1</c> and whatever a dialect appends (R6).</summary>
    public ReadOnlySpan<byte> Version { get; }

    /// <summary>The packet number's digits exactly as sent: they are echoed in confirmations (R7).</summary>
    public ReadOnlySpan<byte> Number { get; }

    /// <summary>The sender's user name; may be empty (R9).</summary>
    public ReadOnlySpan<byte> User { get; }

    /// <summary>The sender's host name; may be empty (R9).</summary>
    public ReadOnlySpan<byte> Host { get; }

    /// <summary>Command and option bits together, as sent.</summary>
    public uint CommandWord { get; }

    /// <summary>All that follows the fifth colon, less the NULs at its end (R2).</summary>
    public ReadOnlySpan<byte> Extra { get; }

    /// <summary>The datagram, for who has to keep it.</summary>
    internal ReadOnlySpan<byte> Whole { get; init; }

    /// <summary>What the packet is about; may be a value that <see cref="Wire.Command"/> does not name (R52).</summary>
    public Command Command => (Command)(byte)CommandWord;

    /// <summary>The option bits, to be read as entry-class bits.</summary>
    public EntryFlags EntryFlags => (EntryFlags)(CommandWord & 0xFFFFFF00);

    /// <summary>The option bits, to be read as message-class bits.</summary>
    public MessageFlags MessageFlags => (MessageFlags)(CommandWord & 0xFFFFFF00);

    /// <summary>True when names, body and ext are UTF-8 by the sender's own word (R13).</summary>
    public bool IsUtf8 => (MessageFlags & MessageFlags.Utf8) != 0;

    /// <summary>The text up to the first NUL, with all its colons, also one at the start (R3, R4).</summary>
    public ReadOnlySpan<byte> Body { get; }

    /// <summary>The second NUL-separated part; empty when there is none, and when it is really the trailer (R16).</summary>
    public ReadOnlySpan<byte> Ext
    {
        get
        {
            var part = Part(1);
            return IsTrailerInExtsPlace(part) ? default : part;
        }
    }

    /// <summary>
    /// The UTF-8 lines behind the second NUL, from their line feed on; empty unless the sender claims CAPUTF8OPT (R15). With an
    /// empty group some senders leave one NUL out, so that the lines stand in the ext's place (R16).
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

    /// <summary>The NUL-separated part with the given index, counted from 0; empty when there are fewer.</summary>
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

    // With the foreign bit, CAPUTF8OPT's own bit means something else (R100).
    private bool MayHaveTrailer => (EntryFlags & (EntryFlags.CanUtf8 | EntryFlags.ForeignBits)) == EntryFlags.CanUtf8;

    private bool IsTrailerInExtsPlace(ReadOnlySpan<byte> second) =>
        MayHaveTrailer && second.Length > 0 && second[0] == LineFeed && Part(2).IsEmpty;
}
