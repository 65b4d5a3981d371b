using System.Collections.Generic;
using System.Linq;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.Protocol.Tests.Members.Simulation;

/// <summary>The messages of a month, of which it keeps those of one day.</summary>
internal sealed class MonthMail
{
    private readonly List<(Delivery Delivery, int To)> _sent = [];
    private readonly Dictionary<(string Text, int To), int> _received = [];

    /// <summary>Deliveries that were confirmed.</summary>
    internal int Confirmed { get; private set; }

    internal int Unconfirmed { get; private set; }

    internal int Broadcasts { get; private set; }

    internal int Sequence { get; set; }

    /// <summary>What went wrong: messages that were lost, or received twice.</summary>
    internal List<string> Faults { get; } = [];

    internal void Add(Delivery delivery, int to) => _sent.Add((delivery, to));

    internal void Receive(string text, int to)
    {
        _received[(text, to)] = _received.GetValueOrDefault((text, to)) + 1;
        Broadcasts += text.StartsWith("all ", System.StringComparison.Ordinal) ? 1 : 0;
    }

    /// <summary>Compares the messages of a day, of which none is under way any more, and forgets them.</summary>
    internal void EndDay()
    {
        foreach (var (delivery, to) in _sent)
        {
            bool isConfirmed = delivery.Status == DeliveryStatus.Confirmed;
            (Confirmed, Unconfirmed) = (Confirmed + (isConfirmed ? 1 : 0), Unconfirmed + (isConfirmed ? 0 : 1));
            if (delivery.Status == DeliveryStatus.Pending)
                Faults.Add("under way in the night: " + delivery.Message.Text);
            if (isConfirmed && !_received.ContainsKey((delivery.Message.Text, to)))
                Faults.Add("lost: " + delivery.Message.Text);
        }
        Faults.AddRange(_received.Where(static each => each.Value > 1).Select(static each => "twice: " + each.Key.Text));
        _sent.Clear();
        _received.Clear();
    }
}
