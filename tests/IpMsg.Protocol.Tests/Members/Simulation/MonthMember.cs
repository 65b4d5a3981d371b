using System;
using System.Linq;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Discovery;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Tests.Members.Offers;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;

namespace IpMsg.Protocol.Tests.Members.Simulation;

/// <summary>A member of <see cref="Month"/>. When it has left and enters again, it is another machine with the same keys.</summary>
internal sealed class MonthMember
{
    private readonly SimulatedLan _lan;
    private readonly MonthMail _mail;
    private readonly MemberSettings _settings;
    private SimulatedHost? _host;
    private KnownKey[] _pinned = [];
    private ulong _seed;

    internal MonthMember(SimulatedLan lan, int index, bool hasKeys, MonthMail mail)
    {
        (_lan, Index, _mail) = (lan, index, mail);
        var key = hasKeys ? PrivateKey.Generate(2048) : null;
        _settings = new MemberSettings(key is null ? "user" + index : FingerprintName.Of("user" + index, key.Public), "PC" + index,
            MemberFixture.Codec)
        {
            Capabilities = EntryFlags.CanUtf8 | EntryFlags.CanTransferFiles,
            Keys = key is null ? null : new OwnKeys(key, null),
            PersistsMessages = index % 3 == 0,
        };
    }

    internal int Index { get; }

    /// <summary>The machine; null while the member is away.</summary>
    internal MemberMachine? Machine => _host?.Machine;

    internal int Segment
    {
        set
        {
            if (_host is not null)
                _host.Segment = value;
        }
    }

    internal void Enter()
    {
        _host = new SimulatedHost(_lan, MemberFixture.At(Index + 1), _settings, (ulong)(Index * 1_000 + 1) + _seed++);
        _host.Machine.LoadKeys(_pinned);
        _host.Do(static (machine, now) => machine.Announce(now));
    }

    internal void Leave()
    {
        var host = _host!;
        host.Do(static (machine, now) => machine.Stop(now));
        Read();
        _pinned = [.. host.Machine.KnownKeys];
        _host = null;
        // After the second of the two exits.
        _lan.At(_lan.Now + 1_000, () => _lan.Leave(host));
    }

    internal void SetAbsence(bool isAbsent) =>
        _host?.Do((machine, now) => machine.SetPresence(now, null, null, isAbsent ? ("lunch", "back at one") : ("", "")));

    internal void Refresh() => _host?.Do(static (machine, now) => machine.Refresh(now));

    internal void Ask(MonthMember other)
    {
        var to = MemberFixture.At(other.Index + 1);
        _host?.Do((machine, now) => machine.Ask(now, new InfoRequest(to, Index % 2 == 0 ? InfoKind.Version : InfoKind.Absence)));
        if (Index % 5 == 0)
            _host?.Do((machine, now) => machine.FetchHostList(now, to));
    }

    internal void Send(MonthMember[] to) => Send(new OutgoingMessage(Text("to")) { IsSealed = _mail.Sequence % 4 == 0 }, to);

    internal void Offer(MonthMember to) => Send(new OutgoingMessage(Text("file")) { Files = [OfferSteps.File("a.txt")] }, [to]);

    internal void Broadcast()
    {
        if (_host is null)
            return;
        var message = new OutgoingMessage(Text("all"));
        _host.Do((machine, now) => machine.Dispatch(now, machine.ComposeBroadcast(now, message).Deliveries));
    }

    /// <summary>Reads what has arrived: opens what is sealed, and wants no files.</summary>
    internal void Read()
    {
        if (_host is null)
            return;
        while (_host.Machine.Inbox.Dequeue() is { } message)
        {
            _host.Machine.Inbox.MarkDelivered(message);
            if ((message.Flags & MessageFlags.AutoReturn) == 0)
                _mail.Receive(message.Text, Index);
            _host.Do((machine, now) => message.IsSealed && machine.Open(now, message));
            if (message.Attachments.Count > 0)
                _host.Do((machine, now) => machine.Discard(now, message));
        }
        _host.Told.Clear();
    }

    private string Text(string kind) => FormattableString.Invariant($"{kind} {Index} {++_mail.Sequence}");

    private void Send(OutgoingMessage message, MonthMember[] to)
    {
        if (_host is null)
            return;
        var deliveries = _host.Do((machine, now) =>
            machine.Compose(now, message, [.. to.Select(static each => MemberFixture.At(each.Index + 1))]).Deliveries);
        foreach (var delivery in deliveries)
            _mail.Add(delivery, (delivery.To.Address.GetAddressBytes()[3] & 0xFF) - 1);
        _host.Do((machine, now) => machine.Dispatch(now, deliveries));
    }
}
