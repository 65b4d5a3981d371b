using System.Collections.Generic;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Wire;

namespace IpMsg.Fuzzing.Targets.Members;

/// <summary>
/// A delivery is confirmed by a confirmation of its number, with its proof if it asks for one (R45, R107), and every one ends.
/// </summary>
internal sealed class DeliveryCheck : IStageCheck
{
    private readonly List<Delivery> _dispatched = [];

    internal IReadOnlyList<Delivery> Dispatched => _dispatched;

    internal void Add(IEnumerable<Delivery> deliveries) => _dispatched.AddRange(deliveries);

    public void After(StageCall call, MemberMachine machine)
    {
        foreach (var raised in call.Events)
        {
            if (raised is DeliveryChanged { Change: DeliveryChange.Confirmed, Delivery: var delivery })
                CheckConfirmed(delivery, call);
        }
    }

    /// <summary>Some minutes after the last step no delivery waits.</summary>
    internal void AtEnd()
    {
        foreach (var delivery in _dispatched)
            Require.That(delivery.Status != DeliveryStatus.Pending, "a delivery has no end");
    }

    private static void CheckConfirmed(Delivery delivery, StageCall call)
    {
        bool isConfirmation = PacketReader.TryRead(call.Datagram, out var packet) && packet.Command == Command.ReceiveMessage;
        bool hasNumber = PacketNumber.TryRead(packet.Body, out uint number) && number == delivery.Number;
        Require.That(isConfirmation && hasNumber, "confirmed by nothing");
        Require.That(delivery.IsProvenBy(packet), "confirmed without its proof");
    }
}
