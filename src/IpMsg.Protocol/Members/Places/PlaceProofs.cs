using System.Net;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Limits;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Places;

/// <summary>
/// Handles the lines of IPMSG_NOOPERATION that members of this kind understand (R121): challenges, and the signatures that answer them.
/// </summary>
internal sealed class PlaceProofs : PacketHandler
{
    private const int PerAddress = 4, PerSecond = 128;

    private readonly MemberContext _context;
    private readonly PinnedPlaces _places;
    private readonly PlaceGuard _guard;
    private readonly PlaceProver _prover;
    private readonly Standings _standings;
    private readonly Shares<IPAddress> _checks = new(s_rates, s_rates, s_rates);

    private static readonly ShareRates s_rates = new(new Rate(PerAddress, PerAddress), new Rate(PerSecond, PerSecond));

    internal PlaceProofs(MemberContext context, PinnedPlaces places, PlaceGuard guard, Standings standings)
    {
        _context = context;
        _places = places;
        _guard = guard;
        _standings = standings;
        _prover = new PlaceProver(context, standings);
    }

    internal override void Handle(in Packet packet, IPEndPoint from)
    {
        if (SignedLines.Challenge(packet) is not { } challenge)
            _context.Counters.Ignored++;
        else if (SignedLines.Address(packet) is { } address)
            _prover.Answer(packet, from, challenge, address);
        else if (SignedLines.Signature(packet) is { } signature)
            Check(packet, from, challenge, signature);
    }

    private void Check(in Packet packet, IPEndPoint from, string challenge, byte[] signature)
    {
        // The challenge has reached the endpoint, so the address is not forged.
        if (_context.Roster.FindByNames(packet) is not { } known
            || _places.KeyOf(known) is not { } key
            || !_guard.Challenges.IsOpen(challenge, from, known.UserName, known.HostName)
            || !_checks.TryTake(from.Address, _standings.Of(from), _context.Now))
            return;
        PacketNumber.TryRead(packet.Number, out uint number);
        var settings = _context.Settings;
        byte[] statement = SignedStatement.OfPlace(challenge, SignedLines.Text(from.Address, from.Port),
            (known.UserName, known.HostName), (settings.UserName, settings.HostName));
        _context.Outputs.Raise(new SignatureRequested(
            SignatureJob.ToCheck(statement, signature, key, () => OnValid(known, from, key, number))));
    }

    // Meanwhile the member may have left, and the user may have removed its key.
    private void OnValid(Member known, IPEndPoint from, PublicKey key, uint number)
    {
        if (_context.IsLeaving || _context.Roster.FindByName(known.UserName, known.HostName) is not { } now
            || !key.Equals(_places.KeyOf(now)))
            return;
        _guard.OnProved(now, from, number, isChallenged: true);
        if (_context.Roster.At(from) is { } member)
            member.HasAnswered |= ReferenceEquals(member, _context.Roster.FindByName(now.UserName, now.HostName));
    }
}
