using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Limits;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Keys;

/// <summary>
/// Requests public keys with IPMSG_GETPUBKEY and sends the own key with IPMSG_ANSPUBKEY (R57 to R61). A request is sent like a message:
/// five times, a second apart (R44).
/// </summary>
internal sealed class KeyRequests : PacketHandler
{
    /// <summary>The number of transmissions to a member that announces encryption.</summary>
    internal const int Attempts = 5;

    private const int IntervalMs = 1_000;
    private const int MaxPending = 4_096;

    // An answer is ten times as long as its request, whose source address may be forged.
    private const int MaxAnswers = 5, MaxUnprovedAnswers = 1_024, MaxMemberAnswers = 4_096;
    private const int BodyLength = 32;

    private readonly MemberContext _context;
    private readonly KeyRing _ring;
    private readonly Dictionary<IPEndPoint, PendingKeyRequest> _open = [];
    private readonly Standings _standings;

    // The answers to addresses that have not answered: newcomers need the key at once (R111).
    private readonly Shares<IPAddress> _unreached = new(Once(MaxUnprovedAnswers), Once(MaxMemberAnswers), Once(MaxMemberAnswers));
    private readonly Shares<KeyReceiver> _answers = new(Of(MaxUnprovedAnswers), Of(MaxMemberAnswers), Of(MaxMemberAnswers));

    internal KeyRequests(MemberContext context, KeyRing ring)
    {
        _context = context;
        _ring = ring;
        _standings = new Standings(context, ring);
    }

    private OwnKeys Own => _context.Settings.Keys!;

    internal override void Handle(in Packet packet, IPEndPoint from)
    {
        if (_context.Settings.Keys is null)
            return;
        if (packet.Command == Command.GetPublicKey)
            Answer(packet, from);
        else
            OnAnswer(packet, from);
    }

    /// <summary>True while the key of that member is awaited.</summary>
    internal bool Asks(IPEndPoint to) => _open.ContainsKey(to);

    /// <summary>Requests the key of a member (R57). The waiter receives the key, or null without an answer.</summary>
    internal void Ask(IPEndPoint to, IKeyWaiter waiter, int attempts = Attempts)
    {
        if (!_open.TryGetValue(to, out var pendingKeyRequest))
            _open[to] = pendingKeyRequest = new PendingKeyRequest(this, to);
        pendingKeyRequest.Waiters.Add(waiter);
        pendingKeyRequest.Retry(attempts);
    }

    /// <summary>Requests a key for the user.</summary>
    internal void Ask(KeyRequest request)
    {
        var userWaiter = new UserWaiter(this, request);
        if (_context.Settings.Keys is null || _context.IsLeaving)
            userWaiter.OnKey(null);
        else
        {
            _context.OnUse(request.To);
            Ask(request.To, userWaiter);
        }
    }

    /// <summary>Removes a waiter.</summary>
    internal void Forget(IPEndPoint to, IKeyWaiter waiter)
    {
        if (_open.TryGetValue(to, out var pendingKeyRequest))
            pendingKeyRequest.Waiters.Remove(waiter);
    }

    /// <summary>Requests a key once, without a waiter, to verify later signatures of the member (R59, R69).</summary>
    internal void AskOnce(IPEndPoint to)
    {
        if (_context.IsLeaving || _open.Count >= MaxPending || _open.ContainsKey(to))
            return;
        var pendingKeyRequest = new PendingKeyRequest(this, to);
        _open[to] = pendingKeyRequest;
        pendingKeyRequest.OnExpired();
    }

    private void Answer(in Packet packet, IPEndPoint from)
    {
        if (!PublicKeyRequest.TryRead(packet.Body, out var asked))
            return;
        var (user, host) = NamesOf(packet, from);
        if (KeyExchange.Answer(Own, asked, user) is not { } key)
            return;
        // Forged requests cause the same answer as those of the member itself. With another key or port they count apart: otherwise
        // they would use up what the member needs.
        var receiver = new KeyReceiver(from.Address, _standings.IsMember(from) ? from.Port : 0, key.Size);
        bool isReached = _context.AnswerLimits.IsReached(from);
        var standing = _standings.Of(from);
        if (!(isReached ? _answers.TryTake(receiver, standing, _context.Now) : _unreached.TryTake(from.Address, standing, _context.Now)))
        {
            _context.Counters.KeysWithheld++;
            if (!isReached)
                _context.AnswerLimits.AskBack(this, packet, from);
            return;
        }
        _context.PacketSender.SendKey(from, new PublicKeyAnswer(Own.Capabilities, key));
        if (KeyExchange.ShouldAskBack(Own, asked, (packet.MessageFlags & MessageFlags.AutoReturn) != 0, _ring.Find(user, host) is not null))
            AskOnce(from);
    }

    // Ignores unsolicited keys: a stranger who answers first could plant one under a member's name.
    private void OnAnswer(in Packet packet, IPEndPoint from)
    {
        if (PublicKeyAnswer.Read(packet.Body) is not { } said)
            return;
        var member = _context.Roster.At(from);
        if (member is not null)
            member.GivesNoKey = member.IgnoresKeyRequests = false;
        if (!_open.TryGetValue(from, out var pendingKeyRequest))
            return;
        var (user, host) = NamesOf(packet, from);
        if (!KeyExchange.IsPlausible(Own, user, said))
            return;
        if (member is not null)
        {
            member.HasAnswered = true;
            _context.Roster.OnProof(from);
        }
        _context.RoundTrips.OnKey(from);
        _context.AnswerLimits.Release(from);
        if (_ring.IsNew(user, host, said))
            pendingKeyRequest.HoldUnsolicited(user, host, said);
        else
            End(pendingKeyRequest, _ring.Learn(user, host, said, from, pendingKeyRequest.IsWanted));
    }

    private (string User, string Host) NamesOf(in Packet packet, IPEndPoint from)
    {
        if (_context.Roster.At(from) is { } member)
            return (member.UserName, member.HostName);
        var codec = _context.Settings.Codec;
        return (codec.Read(packet.User, packet.IsUtf8), codec.Read(packet.Host, packet.IsUtf8));
    }

    private static ShareRates Of(int perSecond) => new(new Rate(MaxAnswers, MaxAnswers), new Rate(perSecond, perSecond));

    private static ShareRates Once(int perSecond) => new(new Rate(1, 1), new Rate(perSecond, perSecond));

    private void End(PendingKeyRequest pendingKeyRequest, KnownKey? key)
    {
        TimerQueue.Clear(pendingKeyRequest);
        _open.Remove(pendingKeyRequest.To);
        foreach (var waiter in pendingKeyRequest.Waiters.ToArray())
            waiter.OnKey(key);
    }

    /// <summary>What gets an answer, and with which key; the port is 0 for all ports of an address at which no member is known.</summary>
    private readonly record struct KeyReceiver(IPAddress Address, int Port, Capabilities Size);

    private sealed class UserWaiter(KeyRequests requests, KeyRequest request) : IKeyWaiter
    {
        public bool IsOfUser => true;

        public void OnKey(KnownKey? key)
        {
            request.Key = key;
            requests._context.Outputs.Raise(new KeyRequestEnded(request, key));
        }
    }

    private sealed class PendingKeyRequest(KeyRequests requests, IPEndPoint to) : ProtocolTimer
    {
        private int _left = 1;
        private (string User, string Host, PublicKeyAnswer Said)? _unconfirmed;

        internal IPEndPoint To => to;

        internal List<IKeyWaiter> Waiters { get; } = [];

        internal bool IsAutomatic => Waiters.Count == 0;

        internal bool IsWanted => Waiters.Exists(static each => each.IsOfUser);

        /// <summary>Extends the request for a new waiter.</summary>
        internal void Retry(int attempts)
        {
            if (IsInDoubt)
                return;
            if (Waiters.Count > 1)
            {
                _left = System.Math.Max(_left, attempts - 1);
                return;
            }
            _left = attempts;
            OnExpired();
        }

        /// <summary>
        /// Holds an answer with a new key for a second. Another machine may forge it and be faster than the member; the member's own
        /// answer with the known key replaces it in this time.
        /// </summary>
        internal void HoldUnsolicited(string user, string host, PublicKeyAnswer said)
        {
            if (IsInDoubt)
                return;
            _unconfirmed = (user, host, said);
            requests._context.SetTimer(this, IntervalMs);
        }

        // False when the user has removed the pinned key meanwhile: a new request then gets the first key.
        private bool IsInDoubt => _unconfirmed is { } news && requests._ring.IsNew(news.User, news.Host, news.Said);

        internal override void OnExpired()
        {
            if (IsInDoubt && _unconfirmed is { } news && !requests._context.IsLeaving)
            {
                requests.End(this, requests._ring.Learn(news.User, news.Host, news.Said, to, IsWanted));
                return;
            }
            if (_left-- <= 0 || requests._context.IsLeaving)
            {
                requests.End(this, null);
                return;
            }
            System.Span<byte> body = stackalloc byte[BodyLength];
            var writer = new PacketWriter(body);
            PublicKeyRequest.Write(ref writer, requests._context.Settings.AskedCapabilities);
            uint options = IsAutomatic ? (uint)MessageFlags.AutoReturn : 0;
            requests._context.PacketSender.SendAscii(
                to, Command.GetPublicKey, options, body.Slice(0, writer.Length), isAnswer: IsAutomatic);
            requests._context.SetTimer(this, IntervalMs);
        }
    }
}
