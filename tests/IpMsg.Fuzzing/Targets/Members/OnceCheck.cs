using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Runtime.CompilerServices;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.IPDict;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Wire;

namespace IpMsg.Fuzzing.Targets.Members;

/// <summary>
/// A datagram is shown once (R43), a copy of an encrypted message never (R116), and nothing is confirmed that was not shown (R39).
/// </summary>
internal sealed class OnceCheck : IStageCheck
{
    private const long RememberedMs = 600_000;
    private const long DaySeconds = 86_400;

    private readonly Dictionary<string, List<Arrival>> _shown = [];
    private readonly Dictionary<string, List<SignatureStatus>> _shownKeys = [];
    private readonly HashSet<(IPEndPoint?, string)> _confirmable = [];
    private readonly Dictionary<IPEndPoint, int> _stays = [];
    private readonly HashSet<IPEndPoint> _left = [];
    private readonly ConditionalWeakTable<object, Arrival> _arrivals = [];

    /// <summary>The arrival of a message that is decrypted at present; messages that come out belong to it.</summary>
    internal EncryptedArrival? Decrypted { get; set; }

    public void After(StageCall call, MemberMachine machine)
    {
        var arrival = call.From is { } from ? OnDatagram(call, from) : null;
        if (Decrypted is not null)
            arrival = _arrivals.TryGetValue(Decrypted, out var earlier) ? earlier : null;
        foreach (var raised in call.Events)
        {
            object? waiting = raised switch
            {
                DecryptionRequested { Arrival: var encrypted } => encrypted,
                PersistRequested { Message: var message } => message,
                _ => null,
            };
            if (waiting is not null && arrival is not null)
                _arrivals.AddOrUpdate(waiting, arrival);
            if (raised is MessageArrived { Message: var shown })
                OnShown(shown, _arrivals.TryGetValue(shown, out var held) ? held : arrival);
        }
        foreach (var (to, bytes) in call.Sent)
        {
            if (PacketReader.TryRead(bytes, out var packet) && packet.Command == Command.ReceiveMessage)
            {
                string number = PacketNumber.Text(packet.Body);
                Require.That(_confirmable.Contains((to, number)) || _confirmable.Contains((null, number)), "confirmed without being shown");
            }
        }
    }

    private Arrival? OnDatagram(StageCall call, IPEndPoint from)
    {
        // A copy in the same envelope is never shown again (R116).
        if (IpDict.TryRead(call.Datagram, out _))
            return new Arrival(Convert.ToHexString(call.Datagram), call.Milliseconds, 0, MayReturn: false);
        if (!PacketReader.TryRead(call.Datagram, out var packet))
            return null;
        if (packet.Command == Command.Exit)
            _left.Add(from);
        if (packet.Command == Command.Entry && _left.Remove(from))
            _stays[from] = _stays.GetValueOrDefault(from) + 1;
        if (packet.Command != Command.SendMessage)
            return null;
        bool isBroadcast = (packet.MessageFlags & MessageFlags.Broadcast) != 0;
        string source = isBroadcast ? from.Port.ToString(CultureInfo.InvariantCulture) : from.ToString();
        string key = string.Join('|', source, Convert.ToHexString(packet.Number),
            Convert.ToHexString(packet.User), Convert.ToHexString(packet.Host), packet.CommandWord & ~(uint)MessageFlags.Retry,
            Convert.ToHexString(packet.Extra));
        PacketNumber.TryRead(packet.Number, out uint number);
        // Numbers that follow the clock never return (R12).
        bool mayReturn = Math.Abs(number - call.At.Wall.ToUnixTimeSeconds()) > DaySeconds;
        return new Arrival(key, call.Milliseconds, _stays.GetValueOrDefault(from), mayReturn);
    }

    private void OnShown(IncomingMessage message, Arrival? arrival)
    {
        Require.That(arrival is not null, "shown without a datagram");
        bool isEncrypted = message.Envelope is not null;
        if (!_shown.TryGetValue(arrival!.Key, out var earlier))
            _shown[arrival.Key] = earlier = [];
        Require.That(earlier.Count == 0 || !isEncrypted && earlier.TrueForAll(each => arrival.IsAnother(each)), "shown twice");
        earlier.Add(arrival);
        _confirmable.Add((isEncrypted ? null : message.From, message.NumberText));
        if (!isEncrypted)
            return;
        var envelope = message.Envelope!;
        string key = Convert.ToHexString(envelope.IpDict is null ? envelope.Envelope.SessionKey : envelope.RawSignature!);
        if (!_shownKeys.TryGetValue(key, out var signatures))
            _shownKeys[key] = signatures = [];
        // After a copy that nobody has signed, the message itself is shown.
        Require.That(signatures.Count == 0 || envelope.Signature == SignatureStatus.Valid
            && !signatures.Contains(SignatureStatus.Valid), "a copy is shown");
        signatures.Add(envelope.Signature);
    }

    private sealed record Arrival(string Key, long At, int Stay, bool MayReturn)
    {
        internal bool IsAnother(Arrival earlier) => At - earlier.At > RememberedMs || MayReturn && Stay != earlier.Stay;
    }
}
