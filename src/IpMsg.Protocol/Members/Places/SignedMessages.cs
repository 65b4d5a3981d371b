using System.Linq;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Members.Receiving;

namespace IpMsg.Protocol.Members.Places;

/// <summary>Learns from signed messages that their senders use their keys (R72), and where they are (R122).</summary>
internal sealed class SignedMessages(MemberContext context, KeyRing ring, PinnedPlaces places, PlaceGuard guard)
{
    /// <summary>Handles a decrypted message that was not received before.</summary>
    internal void OnDecrypted(IncomingMessage message)
    {
        if (message.Envelope!.Signer is not { } signer)
            return;
        ring.OnSigned(message.User, message.Host, signer);
        if (context.Roster.FindByName(message.User, message.Host) is { } known
            && places.IsGuarded(known)
            && IsProof(message, known)
            && guard.OnProved(known, message.From, message.Number, isChallenged: false))
            message.Sender = context.Roster.At(message.From);
    }

    // Without PACKETNO_IV anybody can change the number, and a list of recipients names those for whom the signature was made. Everybody
    // who sees a dictionary that is only signed can send it again. The message may come with the forged address of another member.
    private bool IsProof(IncomingMessage message, Member known) =>
        (message.Recipients.Count == 0 || message.Recipients.Any(each => context.Presence.IsSelf(each.User, each.Host)))
        && message.Envelope!.Suite is { SignsNumber: true, Encrypts: true }
        && places.Of(known).IsFresh(message.Number, context.Now)
        && places.OtherAt(message.From, known.UserName, known.HostName) is null;
}
