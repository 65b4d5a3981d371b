using System.Net;
using IpMsg.Protocol.Members.Limits;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Places;

/// <summary>
/// Answers challenges with a signature (R121): only for an address and port of this member, so that nobody can have the challenge to
/// another place answered here.
/// </summary>
internal sealed class PlaceProver(MemberContext context, Standings standings)
{
    // A signature takes about 1 ms of a processor. Other members send one challenge a second; the rest is forged in their names.
    private const int UnprovedRate = 32, AnsweringRate = 64, PinnedRate = 96;

    private readonly Shares<IPAddress> _signatures = new(
        Of(2, UnprovedRate), Of(8, AnsweringRate), Of(32, PinnedRate));

    internal void Answer(in Packet packet, IPEndPoint from, string challenge, string address)
    {
        var settings = context.Settings;
        if (context.IsLeaving || settings.Keys?.Usual is null || challenge.Length != 32 || !IsOwn(address, from))
            return;
        var asker = Trailer.Read(packet.Trailer);
        if (asker.User is null || asker.Host is null || !_signatures.TryTake(from.Address, standings.Of(from), context.Now))
            return;
        byte[] statement = SignedStatement.OfPlace(
            challenge, address, (settings.UserName, settings.HostName), (asker.User, asker.Host));
        context.Outputs.Raise(new SignatureRequested(SignatureJob.ToMake(statement, signature =>
        {
            if (signature is not null && !context.IsLeaving)
                context.PacketSender.SendLines(from, SignedLines.OfProof(challenge, signature));
        })));
    }

    private bool IsOwn(string address, IPEndPoint from)
    {
        foreach (var each in context.Addresses)
        {
            // Every machine has the addresses of the loopback interface.
            if (address == SignedLines.Text(each, context.Port) && (!IPAddress.IsLoopback(each) || IPAddress.IsLoopback(from.Address)))
                return true;
        }
        return false;
    }

    private static ShareRates Of(int each, int all) => new(new Rate(each, each), new Rate(all, all));
}
