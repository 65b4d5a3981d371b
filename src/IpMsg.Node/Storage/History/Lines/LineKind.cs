using System;

namespace IpMsg.Node.Storage.History.Lines;

/// <summary>The kinds of lines: the values of the property <c>k</c>.</summary>
internal enum LineKind
{
    /// <summary>A kind of a later version; skipped.</summary>
    Unknown,
    /// <summary>The first line of a segment.</summary>
    Segment,
    /// <summary>The last line of a segment; there is a next one.</summary>
    Closed,
    /// <summary>A received message.</summary>
    Received,
    /// <summary>A sent message.</summary>
    Sent,
    /// <summary>A session has claimed a waiting message of an ended session.</summary>
    Claimed,
    /// <summary>A message went to the user.</summary>
    Taken,
    /// <summary>A message returned to the inbox.</summary>
    Returned,
    /// <summary>A sealed message was opened.</summary>
    Opened,
    /// <summary>A message was discarded.</summary>
    Discarded,
    /// <summary>A delivery of a sent message changed.</summary>
    Delivery,
    /// <summary>A recipient opened a sent message.</summary>
    Read,
    /// <summary>A recipient discarded a sent message.</summary>
    Refused,
    /// <summary>An attachment was saved.</summary>
    Saved,
    /// <summary>A recipient has fetched what a sent message offers, or can fetch it no more.</summary>
    Offer,
    /// <summary>A signature was checked.</summary>
    Checked,
}

/// <summary>The names of the kinds.</summary>
internal static class LineKinds
{
    internal static LineKind Parse(ReadOnlySpan<byte> name) => name.Length switch
    {
        4 when name.SequenceEqual("sent"u8) => LineKind.Sent,
        4 when name.SequenceEqual("read"u8) => LineKind.Read,
        5 when name.SequenceEqual("taken"u8) => LineKind.Taken,
        5 when name.SequenceEqual("offer"u8) => LineKind.Offer,
        5 when name.SequenceEqual("saved"u8) => LineKind.Saved,
        6 when name.SequenceEqual("opened"u8) => LineKind.Opened,
        6 when name.SequenceEqual("closed"u8) => LineKind.Closed,
        7 when name.SequenceEqual("segment"u8) => LineKind.Segment,
        7 when name.SequenceEqual("claimed"u8) => LineKind.Claimed,
        7 when name.SequenceEqual("refused"u8) => LineKind.Refused,
        7 when name.SequenceEqual("checked"u8) => LineKind.Checked,
        8 when name.SequenceEqual("received"u8) => LineKind.Received,
        8 when name.SequenceEqual("returned"u8) => LineKind.Returned,
        8 when name.SequenceEqual("delivery"u8) => LineKind.Delivery,
        9 when name.SequenceEqual("discarded"u8) => LineKind.Discarded,
        _ => LineKind.Unknown,
    };

    internal static ReadOnlySpan<byte> NameOf(LineKind kind) => kind switch
    {
        LineKind.Segment => "segment"u8,
        LineKind.Closed => "closed"u8,
        LineKind.Received => "received"u8,
        LineKind.Sent => "sent"u8,
        LineKind.Claimed => "claimed"u8,
        LineKind.Taken => "taken"u8,
        LineKind.Returned => "returned"u8,
        LineKind.Opened => "opened"u8,
        LineKind.Discarded => "discarded"u8,
        LineKind.Delivery => "delivery"u8,
        LineKind.Read => "read"u8,
        LineKind.Refused => "refused"u8,
        LineKind.Saved => "saved"u8,
        LineKind.Offer => "offer"u8,
        LineKind.Checked => "checked"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
