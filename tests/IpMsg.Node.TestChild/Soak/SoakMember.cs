using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Threading;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.Node.TestChild.Soak;

/// <summary>A member of a soak test: one node with an address of its own that writes, reads, is absent, leaves and enters again.</summary>
internal sealed class SoakMember(int number, SoakPlan plan, SoakLog log, SoakFiles files) : IObserver<DeliveryChanged>
{
    // Most downloads take a second over the bad line. Without a limit a slow machine would run out of threads.
    private static readonly SemaphoreSlim s_downloads = new(8);

    private static readonly TimeSpan s_offerLifetime = TimeSpan.FromMinutes(2);
    private readonly object _gate = new();
    private readonly Random _random = new(number);
    private readonly int[] _peers = plan.PeersOf(number);
    private MemberNode? _node;
    private int _sequence;
    private long _due;

    /// <summary>How many messages the members of this process have received.</summary>
    internal static long Received;

    internal int Known => _node?.Members.Count ?? 0;

    internal void Enter()
    {
        lock (_gate)
        {
            _node = MemberNode.Start(new NodeOptions
            {
                Address = SoakPlan.EndPointOf(number).Address,
                UserName = "m" + number,
                NickName = "m" + number,
                HostName = "PC-" + number,
                GroupName = "group " + number % 10,
                KeyPath = Path.Combine(plan.Folder, "keys-" + number),
                UsesIPv6 = false,
            });
        }
    }

    /// <summary>Leaves the network, and reads what had arrived until then.</summary>
    internal void Leave()
    {
        lock (_gate)
        {
            _node!.Stop();
            Read(_node);
            _node = null;
        }
    }

    /// <summary>Reads what has arrived, and says something from time to time.</summary>
    /// <param name="now">Milliseconds.</param>
    /// <param name="pauseMs">The mean time between two messages; null to say nothing.</param>
    internal void Step(long now, int? pauseMs)
    {
        lock (_gate)
        {
            if (_node is null)
                return;
            Read(_node);
            if (pauseMs is not { } pause || now < _due)
                return;
            if (_due != 0)
                Act(_node);
            _due = now + _random.Next(2 * pause);
        }
    }

    public void OnNext(DeliveryChanged value)
    {
        if (SoakPlan.Parse(value.Delivery.Message.Text) is not var (sender, sequence))
            return;
        int recipient = SoakPlan.NumberOf(value.Delivery.To);
        switch (value.Change)
        {
            case DeliveryChange.Confirmed:
                string milliseconds = FormattableString.Invariant($"{value.Delivery.RoundTrip.TotalMilliseconds:F0}");
                log.Write('C', sender, sequence, recipient, milliseconds);
                break;
            case DeliveryChange.Unconfirmed:
                log.Write('U', sender, sequence, recipient);
                break;
            case DeliveryChange.Refused:
                log.Write('N', sender, sequence, recipient, value.Delivery.Refusal.ToString());
                break;
            case DeliveryChange.Opened:
                log.Write('O', sender, sequence, recipient);
                break;
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    private void Act(MemberNode node)
    {
        int chance = _random.Next(1_000);
        if (chance < 10)
            node.Members.SetPresence(null, null, chance < 5 ? ("away", "back soon") : null);
        else if (chance < 13)
            Broadcast(node);
        else
            Send(node, chance < 120 ? _random.Next(2, _peers.Length + 1) : 1, withFile: chance is >= 110 and < 160);
    }

    private void Send(MemberNode node, int recipients, bool withFile)
    {
        int form = _random.Next(4), length = _random.Next(40) == 0 ? _random.Next(6_000) : _random.Next(200);
        var message = new OutgoingMessage(SoakPlan.TextOf(number, ++_sequence, length))
        {
            Encryption = form == 0 ? EncryptionPolicy.Off : null,
            IsSealed = form == 1,
            Files = withFile ? [files.Describe(_random)] : [],
            OfferLifetime = s_offerLifetime,
        };
        IPEndPoint[] to = [.. _random.GetItems(_peers, recipients).Distinct().Select(SoakPlan.EndPointOf)];
        node.Outbox.Send(node.Outbox.Compose(message, to).Deliveries, this);
    }

    private void Broadcast(MemberNode node)
    {
        node.Outbox.Send(node.Outbox.ComposeBroadcast(new OutgoingMessage(SoakPlan.TextOf(number, ++_sequence, 20))).Deliveries, null);
        log.Write('B', number, _sequence, 0);
    }

    private void Read(MemberNode node)
    {
        while (node.Inbox.Receive() is { } message)
        {
            Interlocked.Increment(ref Received);
            if (message.IsSealed && node.State == NodeState.Running)
                node.Inbox.Open(message);
            if (SoakPlan.Parse(message.Text) is var (sender, sequence))
                Note(node, message, sender, sequence);
            else
                log.Write('A', SoakPlan.NumberOf(message.From), 0, number);
        }
    }

    private void Note(MemberNode node, IncomingMessage message, int sender, int sequence)
    {
        bool isBroadcast = (message.Flags & Protocol.Wire.MessageFlags.Broadcast) != 0;
        log.Write(isBroadcast ? 'b' : 'R', sender, sequence, number, message.Envelope is null ? "plain" : "encrypted");
        if (message.Attachments.Count == 0 || !s_downloads.Wait(0))
            return;
        new Thread(() =>
        {
            string? fault = files.Fetch(node, message);
            log.Write(fault is null ? 'F' : 'f', sender, sequence, number, fault ?? "equal");
            s_downloads.Release();
        })
        { IsBackground = true }.Start();
    }
}
