using System.Net;
using IpMsg.Protocol.Members.Discovery;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Members.Receiving;

namespace IpMsg.Protocol.Members;

/// <summary>What a member wants done.</summary>
public enum MemberActionKind
{
    /// <summary>Send <see cref="MemberAction.Bytes"/> to <see cref="MemberAction.To"/>; the subject, if any, is the delivery they belong to.</summary>
    Send,
    /// <summary>Put the message (the subject) on disk, then say <see cref="MemberMachine.Persisted"/> or <see cref="MemberMachine.PersistFailed"/>.</summary>
    Persist,
    /// <summary>A message (the subject) is in the inbox.</summary>
    Arrived,
    /// <summary>A delivery (the subject) has reached an end; its status says which. May come again when a late word changes it.</summary>
    Delivered,
    /// <summary>An <see cref="Offer"/> (the subject) stands differently; when it has ended, transfers of it are to be broken off.</summary>
    OfferChanged,
    /// <summary>Encrypt a <see cref="EncryptionJob"/> (the subject), then say <see cref="MemberMachine.CompleteEncryption"/>.</summary>
    Seal,
    /// <summary>Decrypt a <see cref="EncryptedArrival"/> (the subject), then say <see cref="MemberMachine.CompleteDecryption"/>.</summary>
    Unseal,
    /// <summary>A <see cref="KeyRequest"/> (the subject) was answered or given up.</summary>
    KeyAnswered,
    /// <summary>A <see cref="KnownKey"/> (the subject) was pinned or has changed, and is to be kept.</summary>
    KeyKept,
    /// <summary>A <see cref="KnownKey"/> (the subject) is to be forgotten.</summary>
    KeyForgotten,
    /// <summary>A sealed message that we sent (the delivery is the subject) was opened or thrown away.</summary>
    Read,
    /// <summary>An <see cref="InfoRequest"/> (the subject) was answered or given up.</summary>
    Answered,
    /// <summary>A <see cref="HostListRequest"/> (the subject) has ended.</summary>
    ListFetched,
    /// <summary>A member (the subject) was heard of: new, changed or the same.</summary>
    MemberSeen,
    /// <summary>A member (the subject) is gone.</summary>
    MemberGone,
    /// <summary>Both farewells are out; the sockets may be closed.</summary>
    Stopped,
}

/// <summary>One thing to be done outside the member, in the order in which it was decided.</summary>
public readonly struct MemberAction
{
    internal MemberAction(MemberActionKind kind, object? subject = null)
    {
        Kind = kind;
        Subject = subject;
    }

    internal MemberAction(IPEndPoint to, byte[] bytes, int count, bool isPooled, object? subject = null)
    {
        Kind = MemberActionKind.Send;
        To = to;
        Bytes = bytes;
        Count = count;
        IsPooled = isPooled;
        Subject = subject;
    }

    /// <summary>What to do.</summary>
    public MemberActionKind Kind { get; }

    /// <summary>Whom to send to.</summary>
    public IPEndPoint? To { get; }

    /// <summary>What to send: the first <see cref="Count"/> bytes of this.</summary>
    public byte[]? Bytes { get; }

    /// <summary>How many bytes to send.</summary>
    public int Count { get; }

    /// <summary>True when the bytes are to be given back to the shared array pool afterwards.</summary>
    public bool IsPooled { get; }

    /// <summary>What it is about, by kind.</summary>
    public object? Subject { get; }
}
