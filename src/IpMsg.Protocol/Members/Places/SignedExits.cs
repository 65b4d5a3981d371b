using System.Net;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Discovery;
using IpMsg.Protocol.Members.Limits;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Places;

/// <summary>
/// Decides whether the exit of a member with a pinned key counts: at once with a signature of the key (R125), otherwise when the member is
/// silent (R123).
/// </summary>
internal sealed class SignedExits(
    MemberContext context, PinnedPlaces places, PlaceGuard guard, Announcer announcer, Standings standings)
{
    // As in Kerberos. Without an exact clock the exit counts when the member is silent.
    private const long MaxClockDifference = 300;

    private const int PerAddress = 4, PerSecond = 128;

    private static readonly ShareRates s_rates = new(new Rate(PerAddress, PerAddress), new Rate(PerSecond, PerSecond));

    private readonly Shares<IPAddress> _checks = new(s_rates, s_rates, s_rates);

    /// <summary>Handles an exit from the place of a member. False when it is believed: the key of the member is not pinned.</summary>
    internal bool Handle(in Packet packet, Member member)
    {
        if (!places.IsGuarded(member))
            return false;
        if (SignedLines.Signature(packet) is { } signature && SignedLines.Time(packet) is { } time && IsNear(time)
            && PacketNumber.TryRead(packet.Number, out uint number) && IsNew(number, member)
            && places.KeyOf(member) is { } key && _checks.TryTake(member.EndPoint.Address, standings.Of(member.EndPoint), context.Now))
            Check(member, number, time, signature, key);
        else
            guard.OnExit(member);
        return true;
    }

    private void Check(Member member, uint number, long time, byte[] signature, PublicKey key)
    {
        byte[] statement = SignedStatement.OfExit(number, time, member.EndPoint.Port, (member.UserName, member.HostName));
        context.Outputs.Raise(new SignatureRequested(SignatureJob.ToCheck(statement, signature, key,
            onValid: () => OnChecked(member, key, number),
            onInvalid: () => OnChecked(member, key, null))));
    }

    // Meanwhile the member may have left, moved or entered again, and the user may have removed its key.
    private void OnChecked(Member checkedMember, PublicKey key, uint? number)
    {
        if (context.IsLeaving || context.Roster.FindByName(checkedMember.UserName, checkedMember.HostName) is not { } member
            || !member.EndPoint.Equals(checkedMember.EndPoint) || !places.IsGuarded(member))
            return;
        if (number is not { } valid || !key.Equals(places.KeyOf(member)) || !IsNew(valid, member))
        {
            guard.OnExit(member);
            return;
        }
        places.Of(member).ExitNumber = valid;
        guard.OnGone(member);
        announcer.OnExit(member.EndPoint);
        if (context.Roster.FindByName(member.UserName, member.HostName) is null)
            context.EntryObserver?.OnExit(member);
    }

    // The clock may be at any time, so the difference of two times may not fit.
    private bool IsNear(long time)
    {
        long now = context.Now.Wall.ToUnixTimeSeconds();
        return time >= now - MaxClockDifference && time <= now + MaxClockDifference;
    }

    // A recorded exit has a lower number than the entries after it: the numbers of a member rise (R12).
    private bool IsNew(uint number, Member member) => number > member.HighestNumber && number > places.Of(member).ExitNumber;
}
