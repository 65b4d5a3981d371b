using System.Collections.Generic;
using System.Linq;
using System.Net;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.Fuzzing.Targets.Members;

/// <summary>The steps of a script that send and take messages.</summary>
internal sealed class MessageCommands(MemberStage stage)
{
    private const int IsSealed = 1, IsOneShot = 2, HasFile = 4, WithTimeout = 8, MaxShown = 64;

    private Moment Now => stage.Clock.Now;

    /// <summary>Carries out a step. False for a step of another kind.</summary>
    internal bool Run(char kind, Peer peer, byte argument, string text)
    {
        switch (kind)
        {
            case 'm': Send(peer, argument, text); break;
            case 'M': Broadcast(text); break;
            case 'G': GiveUp(argument); break;
            case 'R': Redispatch(argument); break;
            case 'W': Withdraw(argument); break;
            case 'u': Take(argument); break;
            case 'o': Open(argument); break;
            case 'c': Discard(argument); break;
            default: return false;
        }
        return true;
    }

    private void Send(Peer peer, byte options, string text)
    {
        var file = new OutgoingFile(new Attachment(0, "file.txt", 5, FileKind.Regular), "source");
        var message = new OutgoingMessage(text)
        {
            IsSealed = (options & IsSealed) != 0,
            IsOneShot = (options & IsOneShot) != 0,
            Files = (options & HasFile) != 0 ? [file] : [],
            TimeoutMs = (options & WithTimeout) != 0 ? 3_000 : null,
        };
        bool isForTwo = (options & (IsSealed | HasFile)) == (IsSealed | HasFile);
        IPEndPoint[] to = isForTwo ? [peer.EndPoint, Peer.All[0].EndPoint] : [peer.EndPoint];
        stage.Do(machine => Dispatch(machine, machine.Compose(Now, message, to.Distinct().ToList())));
    }

    private void Broadcast(string text) => stage.Do(machine => Dispatch(machine, machine.ComposeBroadcast(Now, new OutgoingMessage(text))));

    private void Dispatch(MemberMachine machine, EncodedMessage message)
    {
        stage.Deliveries.Add(message.Deliveries);
        machine.Dispatch(Now, message.Deliveries);
    }

    private void GiveUp(byte argument)
    {
        if (Choose(stage.Deliveries.Dispatched, argument) is { } delivery)
            stage.Do(machine => machine.GiveUp(Now, delivery, DeliveryStatus.Unconfirmed, "cancelled"));
    }

    private void Redispatch(byte argument)
    {
        if (Choose(stage.Deliveries.Dispatched, argument) is { Status: DeliveryStatus.Unconfirmed } delivery)
            stage.Do(machine => machine.Redispatch(Now, delivery, null));
    }

    private void Withdraw(byte argument)
    {
        if (Choose(stage.Deliveries.Dispatched, argument)?.Offers is [var offer, ..])
            stage.Do(machine => machine.Withdraw(Now, offer));
    }

    private void Take(byte argument) => stage.Do(machine =>
    {
        if (machine.Inbox.Dequeue() is not { } message)
            return;
        if ((argument & 1) != 0)
            machine.Inbox.Requeue(message);
        else
            machine.Inbox.MarkDelivered(message);
    });

    private void Open(byte argument)
    {
        if (Choose(stage.Shown, argument) is { IsSealed: true } message)
            stage.Do(machine => machine.Open(Now, message));
    }

    private void Discard(byte argument)
    {
        if (Choose(stage.Shown, argument) is { } message)
            stage.Do(machine => machine.Discard(Now, message));
    }

    // Counted from the last one.
    private static T? Choose<T>(IReadOnlyList<T> all, byte argument) where T : class =>
        all.Count == 0 ? null : all[all.Count - 1 - argument % System.Math.Min(all.Count, MaxShown)];
}
