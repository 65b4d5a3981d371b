using System;
using System.Net;
using System.Text;
using IpMsg.Protocol.Members.Limits;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Places;

/// <summary>
/// The challenges of this member (R121). Each is a keyed hash of the endpoint that gets it, the names that it announces, and the time, so
/// that no table of open challenges exists that forged entries could fill. Nobody without the key can predict one.
/// </summary>
internal sealed class PlaceChallenges(MemberContext context)
{
    /// <summary>A challenge is open until the end of the next period of this length.</summary>
    internal const int PeriodMs = 10_000;

    private const int PerSecond = 4_096;

    private readonly Shares<(IPEndPoint, NameKey)> _sent = new(s_rates, s_rates, s_rates);
    private SipHash128? _hash;

    private static readonly ShareRates s_rates = new(new Rate(1, 1), new Rate(PerSecond, PerSecond));

    /// <summary>Asks the sender of an entry to prove that it has the key of the names, at most once a second.</summary>
    internal void Send(IPEndPoint to, string user, string host)
    {
        if (context.IsLeaving || !_sent.TryTake((to, new NameKey(user, host)), Standing.Unproved, context.Now))
            return;
        string challenge = Of(to, user, host, Period);
        context.PacketSender.SendLines(to, SignedLines.OfChallenge(
            context.Settings.UserName, context.Settings.HostName, challenge, SignedLines.Text(to.Address, to.Port)));
    }

    /// <summary>True for a challenge that the endpoint has got for these names within the last seconds.</summary>
    internal bool IsOpen(string challenge, IPEndPoint from, string user, string host) =>
        challenge == Of(from, user, host, Period) || challenge == Of(from, user, host, Period - 1);

    private long Period => context.Now.Milliseconds / PeriodMs;

    private string Of(IPEndPoint endPoint, string user, string host, long period)
    {
        string text = FormattableString.Invariant($"{SignedLines.Text(endPoint.Address, endPoint.Port)}\n{period}\n")
            + (user + "\n" + host).ToUpperInvariant();
        _hash ??= SipHash128.Create(context.Random);
        return SignedLines.Text(_hash.Of(Encoding.UTF8.GetBytes(text)));
    }
}
