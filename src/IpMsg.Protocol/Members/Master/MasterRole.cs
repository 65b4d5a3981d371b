using System.Net;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Master;

/// <summary>What this member is to a member master: a user, the master itself, or nothing.</summary>
internal sealed class MasterRole : IEntryObserver
{
    private const int StartMs = 8_000;

    private readonly MemberContext _context;
    private readonly KeyRing _ring;
    private readonly MasterSettings _settings;
    private readonly byte[]? _userLine;

    internal MasterRole(MemberContext context, KeyRing ring, MasterSettings settings, MasterUser? user, ListMaster? master)
    {
        _context = context;
        _ring = ring;
        _settings = settings;
        User = user;
        Master = master;
        Receiver = new MasterReceiver(context, ring, this);
        if (user is null)
            return;
        user.TrustOf = TrustOf;
        _userLine = EntryMarks.OfUser(user.Master.Address);
    }

    /// <summary>The user of a master; null when this member is none.</summary>
    internal MasterUser? User { get; }

    /// <summary>The master; null when this member is none.</summary>
    internal ListMaster? Master { get; }

    /// <summary>Reads dictionaries.</summary>
    internal MasterReceiver Receiver { get; }

    /// <inheritdoc/>
    public byte[]? EntryLine => _userLine ?? (IsStarting ? EntryMarks.Start : null);

    // The first entry is repeated after five seconds.
    private bool IsStarting => Master is { StartedAt: { } started } && _context.Now.Milliseconds - started < StartMs;

    /// <summary>Starts to poll, or to keep the list.</summary>
    internal void Begin()
    {
        Master?.Begin();
        User?.Poll();
    }

    /// <summary>True for a packet that this member expects from there.</summary>
    internal bool Expects(Command command, IPEndPoint from) => command switch
    {
        // TCP shows no port to answer to, and is for orders.
        Command.DirPoll or Command.DirAnswerBroadcast or Command.DirEventBroadcast or Command.DirAgentReject =>
            Master is not null && from.Port != 0,
        Command.DirPacket or Command.DirAgentPacket => User is not null,
        _ => User is not null && from.Address.Equals(User.Master.Address),
    };

    /// <summary>Handles a packet with a valid signature.</summary>
    internal void Handle(SignedPacket packet, bool isBroadcast)
    {
        User?.Handle(packet, packet.Sender.EndPoint, isBroadcast);
        if (!isBroadcast)
            Master?.Handle(packet, packet.Sender.EndPoint);
    }

    /// <inheritdoc/>
    public void OnEntry(Member member, in Packet packet)
    {
        var marks = EntryMarks.Read(packet.Trailer);
        Master?.OnEntry(member, packet.Command, marks.IsQuestion);
        if (User is null)
            return;
        if (marks.HasStarted && packet.Command == Command.Entry && member.EndPoint.Address.Equals(User.Master.Address))
            User.OnMasterStarted();
        if (!marks.IsQuestion)
            User.Agent.OnEntry(member, packet.Command);
    }

    /// <inheritdoc/>
    public void OnExit(Member member)
    {
        Master?.OnExit(member);
        User?.Agent.OnExit(member);
    }

    // A key that the user gave is the master's, under whatever names. Otherwise the names are those of the member at the master's place,
    // which has answered there: the confirmed key of somebody else is not the master's. Null until it has answered.
    private MasterTrust? TrustOf(SignedPacket packet, bool mayLearn)
    {
        if (_settings.Key is { } given)
            return given.Matches(packet.Key) ? MasterTrust.Confirmed : MasterTrust.Refused;
        var (user, host) = (packet.Sender.User, packet.Sender.Host);
        if (_context.Roster.At(User!.Master) is not { IsReached: true } there)
            return null;
        if (!new NameKey(there.UserName, there.HostName).Equals(new NameKey(user, host)))
            return MasterTrust.Refused;
        // Anybody can broadcast a change, also with a key of its own.
        if ((_ring.Find(user, host) ?? (mayLearn ? Learn(packet) : null)) is not { } known)
            return null;
        if (!known.Key.Equals(packet.Key))
            return MasterTrust.Refused;
        return known.IsVerified && !known.IsInDoubtFor(user) ? MasterTrust.Confirmed : MasterTrust.Unconfirmed;
    }

    private KnownKey Learn(SignedPacket packet) => _ring.Learn(packet.Sender.User, packet.Sender.Host,
        new PublicKeyAnswer(Capabilities.Rsa2048 | Capabilities.Aes256 | Capabilities.SignSha256, packet.Key),
        User!.Master, isWanted: true);
}
