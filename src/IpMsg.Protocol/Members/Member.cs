using System;
using System.Net;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members;

/// <summary>
/// Somebody on the network, as last heard. A new entry packet makes a new one; until then only <see cref="ObservedEncoding"/> and
/// <see cref="WrongConfirmations"/> change.
/// </summary>
public sealed class Member
{
    // Written by the state machine alone, read by any thread.
    private volatile int _wrongConfirmations;
    private volatile ObservedEncoding _observedEncoding;

    internal Member(
        EntryPayload entry,
        EntryFlags status,
        ClientDialect dialect,
        IPEndPoint endPoint,
        DateTimeOffset firstSeen,
        Moment seen,
        Moment settled,
        bool isFromHostList,
        int wrongConfirmations = 0)
    {
        _wrongConfirmations = wrongConfirmations;
        UserName = entry.User;
        HostName = entry.Host;
        // iptux says "absent" in every packet, so of it this says nothing (R96).
        IsAbsent = (status & EntryFlags.Absent) != 0 && dialect != ClientDialect.Iptux;
        string title = "";
        NickName = IsAbsent ? NickNameDecoration.Remove(entry.Nick, out title) : entry.Nick;
        AbsenceTitle = title;
        GroupName = entry.Group;
        ClientVersion = entry.Version;
        ObservedEncoding = entry.ObservedEncoding;
        Status = status;
        Dialect = dialect;
        EndPoint = endPoint;
        FirstSeen = firstSeen;
        Seen = seen;
        LastEntry = settled;
        IsFromHostList = isFromHostList;
    }

    /// <summary>The user name; with the host name it is what tells members apart (R26).</summary>
    public string UserName { get; }

    /// <summary>The host name.</summary>
    public string HostName { get; }

    /// <summary>The nickname without an absence decoration; the user name when there is none.</summary>
    public string NickName { get; }

    /// <summary>The group; empty when there is none.</summary>
    public string GroupName { get; }

    /// <summary>Address and port where the member is reached.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>The member's status bits (R31, R100).</summary>
    public EntryFlags Status { get; }

    /// <summary>The family of client.</summary>
    public ClientDialect Dialect { get; }

    /// <summary>The client's version as far as entry packets tell; null when they do not.</summary>
    public string? ClientVersion { get; }

    /// <summary>True while the member is absent (R28).</summary>
    public bool IsAbsent { get; }

    /// <summary>The title of the absence; empty when present.</summary>
    public string AbsenceTitle { get; }

    /// <summary>When it was first heard of.</summary>
    public DateTimeOffset FirstSeen { get; }

    /// <summary>When its last entry packet came.</summary>
    public DateTimeOffset LastSeen => Seen.Wall;

    /// <summary>True when it is known from somebody's host list alone and has not spoken to us itself.</summary>
    public bool IsFromHostList { get; }

    /// <summary>What it has been seen to send without a UTF-8 flag (R99).</summary>
    public ObservedEncoding ObservedEncoding
    {
        get => _observedEncoding;
        internal set => _observedEncoding = value;
    }

    /// <summary>True when broadcasts do not reach it (R27).</summary>
    public bool IsDialUp => (Status & EntryFlags.DialUp) != 0;

    /// <summary>The same on both clocks.</summary>
    public Moment Seen { get; }

    /// <summary>When its last entry packet from <see cref="EndPoint"/> came, which may be before <see cref="Seen"/> (R26).</summary>
    internal Moment LastEntry { get; }

    /// <summary>
    /// Confirmations in the member's name, or from its address, of numbers that we did not send to it (R45). A number that rises quickly
    /// means that somebody guesses.
    /// </summary>
    public int WrongConfirmations => _wrongConfirmations;

    internal void CountWrongConfirmation() => _wrongConfirmations++;

    /// <inheritdoc/>
    public override string ToString() => NickName + " (" + UserName + "@" + HostName + ", " + EndPoint + ")";
}
