using System;
using System.Net;
using System.Runtime.CompilerServices;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members;

/// <summary>
/// A member of the network, with the data of its last entry packet. A new entry packet creates a new object; until then only
/// <see cref="ObservedEncoding"/>, <see cref="WrongConfirmations"/>, <see cref="IsDoubtful"/>, <see cref="GivesNoKey"/>,
/// <see cref="IsAddressUnproved"/> and <see cref="Seen"/> change.
/// </summary>
public sealed class Member
{
    // Only the state machine writes these; any thread reads them.
    private volatile int _wrongConfirmations;
    private volatile bool _isDoubtful;
    private volatile bool _givesNoKey;
    private volatile bool _isAddressUnproved;
    private volatile ObservedEncoding _observedEncoding;
    private volatile StrongBox<Moment> _seen;
    private volatile StrongBox<TimeSpan>? _askedAt;

    internal Member(
        EntryPayload entry, EntryFlags status, ClientDialect dialect, IPEndPoint endPoint, DateTimeOffset firstSeen, Moment seen)
    {
        UserName = entry.User;
        HostName = entry.Host;
        // iptux sets ABSENCEOPT in every packet (R96).
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
        _seen = new StrongBox<Moment>(seen);
        LastEntry = seen;
        ConfirmsWithProof = entry.ConfirmsWithProof;
        HighestNumber = entry.Number;
    }

    /// <summary>The same member at another endpoint.</summary>
    internal Member(Member other, IPEndPoint endPoint, Moment seen)
    {
        UserName = other.UserName;
        HostName = other.HostName;
        NickName = other.NickName;
        IsAbsent = other.IsAbsent;
        AbsenceTitle = other.AbsenceTitle;
        GroupName = other.GroupName;
        ClientVersion = other.ClientVersion;
        ObservedEncoding = other.ObservedEncoding;
        Status = other.Status;
        Dialect = other.Dialect;
        EndPoint = endPoint;
        FirstSeen = other.FirstSeen;
        WrongConfirmations = other.WrongConfirmations;
        ConfirmsWithProof = other.ConfirmsWithProof;
        HighestNumber = other.HighestNumber;
        _seen = new StrongBox<Moment>(seen);
        LastEntry = seen;
    }

    /// <summary>The user name. User name and host name together identify a member (R26).</summary>
    public string UserName { get; }

    /// <summary>The host name.</summary>
    public string HostName { get; }

    /// <summary>The nickname without an absence decoration; the user name for a member without a nickname.</summary>
    public string NickName { get; }

    /// <summary>The group; empty for none.</summary>
    public string GroupName { get; }

    /// <summary>The address and port of the member.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>The member's status bits (R31, R100).</summary>
    public EntryFlags Status { get; }

    /// <summary>The family of client.</summary>
    public ClientDialect Dialect { get; }

    /// <summary>The client's version from its entry packets; null when they have none.</summary>
    public string? ClientVersion { get; }

    /// <summary>True while the member is absent (R28).</summary>
    public bool IsAbsent { get; }

    /// <summary>The title of the absence; empty when present.</summary>
    public string AbsenceTitle { get; }

    /// <summary>The time of the first entry packet or host list with the member.</summary>
    public DateTimeOffset FirstSeen { get; }

    /// <summary>The time of its last entry packet or confirmation of a message, or of the host list that alone names it.</summary>
    public DateTimeOffset LastSeen => Seen.Wall;

    /// <summary>True when only a host list names the member, and it has sent no entry packet itself.</summary>
    public bool IsFromHostList { get; internal init; }

    /// <summary>The encoding of its packets without a UTF-8 flag so far (R99).</summary>
    public ObservedEncoding ObservedEncoding
    {
        get => _observedEncoding;
        internal set => _observedEncoding = value;
    }

    /// <summary>True when broadcasts do not reach it (R27).</summary>
    public bool IsDialUp => (Status & EntryFlags.DialUp) != 0;

    /// <summary>The time of its last entry packet or confirmation on both clocks.</summary>
    public Moment Seen => _seen.Value;

    /// <summary>True when it confirms with a proof the messages that ask for one (R107).</summary>
    internal bool ConfirmsWithProof { get; }

    /// <summary>
    /// True when it makes the names of files fit for its own system: a client of ours (R85), which proves confirmations; and iptux, which
    /// runs on systems that have all names (R115).
    /// </summary>
    internal bool AcceptsAllNames => ConfirmsWithProof || Dialect == ClientDialect.Iptux;

    /// <summary>The time of its last entry packet from <see cref="EndPoint"/>, which may be before <see cref="Seen"/> (R26).</summary>
    internal Moment LastEntry { get; init; }

    /// <summary>
    /// Confirmations under the member's name, or from its address, of numbers that this node did not send to it (R45). A fast increase
    /// indicates guesses.
    /// </summary>
    public int WrongConfirmations
    {
        get => _wrongConfirmations;
        internal init => _wrongConfirmations = value;
    }

    /// <summary>
    /// True when the member did not confirm a message, did not give its key for one, or did not answer entries although the list of a
    /// member master names it (R132), and has sent no packet since. Its client may have ended without an IPMSG_BR_EXIT.
    /// </summary>
    public bool IsDoubtful
    {
        get => _isDoubtful;
        internal set => _isDoubtful = value;
    }

    /// <summary>
    /// True when it has answered from <see cref="EndPoint"/>: it has confirmed a message, or given its key when it was asked.
    /// </summary>
    internal bool HasAnswered { get; set; }

    /// <summary>True when it has answered an entry of this member from <see cref="EndPoint"/> (R117).</summary>
    internal bool HasAnsweredEntry { get; set; }

    /// <summary>True when it has answered anything, which shows that it receives at <see cref="EndPoint"/> (R117).</summary>
    internal bool IsReached => HasAnswered || HasAnsweredEntry;

    /// <summary>
    /// The monotonic time of the last entry that asked it for an answer at <see cref="EndPoint"/>; null before the first.
    /// </summary>
    internal TimeSpan? AskedAt
    {
        get => _askedAt?.Value;
        set => _askedAt = value is { } at ? new StrongBox<TimeSpan>(at) : null;
    }

    /// <summary>
    /// True when it announces encryption and gives no key (R113): it has not answered five requests for one, has sent other packets since,
    /// and has given no key afterwards.
    /// </summary>
    public bool GivesNoKey
    {
        get => _givesNoKey;
        internal set => _givesNoKey = value;
    }

    /// <summary>
    /// True when the key of the member is pinned, its former address does not answer, and nothing proves yet that it is at
    /// <see cref="EndPoint"/> (R122). Messages to it are encrypted with the pinned key.
    /// </summary>
    public bool IsAddressUnproved
    {
        get => _isAddressUnproved;
        internal set => _isAddressUnproved = value;
    }

    /// <summary>True when a signature of the pinned key has shown that the member is at <see cref="EndPoint"/> (R122).</summary>
    internal bool IsAddressProved { get; set; }

    /// <summary>
    /// The highest number of its packets so far: entries, and what is signed. An exit with a lower one was recorded before (R125).
    /// </summary>
    internal uint HighestNumber { get; set; }

    /// <summary>True when it has not answered five requests for its key. Its next packet shows that it is there.</summary>
    internal bool IgnoresKeyRequests { get; set; }

    internal void CountWrongConfirmation() => _wrongConfirmations++;

    /// <summary>Records that the member has confirmed a message, so it is there.</summary>
    internal void OnConfirmation(Moment now)
    {
        _seen = new StrongBox<Moment>(now);
        HasAnswered = true;
    }

    /// <inheritdoc/>
    public override string ToString() => NickName + " (" + UserName + "@" + HostName + ", " + EndPoint + ")";
}
