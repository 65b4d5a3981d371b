using System.Net;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Receiving;

/// <summary>Has encrypted messages decrypted outside the state machine, in both formats, and finds out whose they are.</summary>
internal sealed class DecryptionRequests(
    MemberContext context,
    KeyRing ring,
    DuplicateFilter duplicates,
    InboxParts parts,
    DecryptionLimiter limiter,
    DecryptionErrorReplies errorReplies)
{
    /// <summary>Has a message decrypted.</summary>
    /// <param name="packet">The packet, or what stands for a dictionary.</param>
    /// <param name="from">The sender's endpoint.</param>
    /// <param name="key">The digest that identifies repetitions.</param>
    /// <param name="dict">The envelope of a dictionary; null in format 1.</param>
    /// <param name="order">Its position in the order of arrival.</param>
    /// <param name="isStored">True for a repetition of what an earlier process has stored.</param>
    internal void Enqueue(in Packet packet, IPEndPoint from, DuplicateKey key, Envelope? dict, long order, bool isStored)
    {
        duplicates.Add(key, parts.Of(from), context.Now);
        if (context.Settings.Keys is null || (dict ?? EnvelopeReader.Read(packet.Body)) is not { } envelope)
        {
            errorReplies.Schedule(packet.MessageFlags, from, context.Now.Milliseconds);
            return;
        }
        var arrival = new EncryptedArrival(packet.Whole.ToArray(), from, envelope, PacketNumber.Text(packet.Number), key, order)
        {
            SenderKey = dict is null ? ring.KeyOf(packet, from) : null,
            ArrivedAt = context.Now.Milliseconds,
            IsRepeated = limiter.IsRepeated(key),
            IsStored = isStored,
            Lines = dict is null ? [] : packet.Trailer.ToArray(),
        };
        context.Outputs.Raise(new DecryptionRequested(arrival));
    }

    /// <summary>
    /// Compares the key that signed a dictionary with that of the sender, whose names are known only now. Null for another key, and for a
    /// dictionary that could not be decrypted (R103).
    /// </summary>
    internal DecryptedEnvelope? Identify(EncryptedArrival arrival, DecryptedEnvelope? decrypted)
    {
        if (decrypted?.IpDict is not { } message)
            return null;
        arrival.SetPacket(message);
        arrival.SenderKey = ring.KeyOf(arrival.Packet, arrival.From);
        var signed = decrypted.SignedBy(arrival.SenderKey);
        // The key of a member may be a new one (R72).
        if (signed is null && context.Roster.At(arrival.From) is { } member
            && PacketNames.AreOf(member, arrival.Packet, context.Settings.Codec))
            parts.AskForKey(arrival.From);
        return signed;
    }

    /// <summary>Handles what could not be decrypted. A dictionary is dropped without an answer (R103).</summary>
    internal void OnFailed(EncryptedArrival arrival)
    {
        if (arrival.IsIpDict)
            context.Counters.Ignored++;
        else
            errorReplies.Schedule(arrival.Packet.MessageFlags, arrival.From, arrival.ArrivedAt);
    }

    /// <summary>Passes a decrypted dictionary on that is no message; false for a message.</summary>
    internal bool TryPassOn(EncryptedArrival arrival)
    {
        var packet = arrival.Packet;
        if (packet.Command == Command.SendMessage)
            return false;
        duplicates.MarkKept(arrival.Key, "");
        context.SetTimer(new PassedOn(duplicates, arrival.Key), PassedOn.Ms);
        if (IsTaken(packet.Command) && context.HandlerOf(packet.Command) is { } handler)
            handler.Handle(packet, arrival.From);
        else
            context.Counters.Ignored++;
        return true;
    }

    /// <summary>True for the commands in a dictionary. Keys, entries and file requests stay in format 1.</summary>
    internal static bool IsTaken(Command command) => command is Command.SendMessage or Command.GetInfo or Command.SendInfo
        or Command.GetAbsenceInfo or Command.SendAbsenceInfo or Command.ReceiveMessage or Command.ReadMessage or Command.AnswerReadMessage;

    // A question that was repeated because its answer was lost is answered again, as in format 1. Until then its copies cost nothing.
    private sealed class PassedOn(DuplicateFilter duplicates, DuplicateKey key) : ProtocolTimer
    {
        internal const int Ms = 900;

        internal override void OnExpired() => duplicates.Remove(key);
    }
}
