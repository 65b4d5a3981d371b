using System.Collections.Generic;
using System.Net;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Keys;

/// <summary>
/// Asks for public keys with IPMSG_GETPUBKEY and gives ours with IPMSG_ANSPUBKEY (R57 to R61). A request is repeated as a message is, five
/// times, a second apart (R44).
/// </summary>
internal sealed class KeyRequests : PacketHandler
{
    /// <summary>How often somebody is asked who is known to encrypt.</summary>
    internal const int Attempts = 5;

    private const int IntervalMs = 1_000;
    private const int MaxPending = 4_096;

    // An answer is ten times as long as its question, which may have come in somebody else's name.
    private const int MaxAnswers = 5;
    private const int BodyLength = 32;

    private readonly MemberContext _context;
    private readonly KeyRing _ring;
    private readonly Dictionary<IPEndPoint, PendingKeyRequest> _open = [];
    private readonly RateLimiter _answers = new(MaxAnswers, IntervalMs);

    internal KeyRequests(MemberContext context, KeyRing ring)
    {
        _context = context;
        _ring = ring;
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

    /// <summary>Asks a member for its key (R57). The waiter is called with the key, or with null when no answer comes.</summary>
    internal void Ask(IPEndPoint to, IKeyWaiter waiter, int attempts = Attempts)
    {
        if (!_open.TryGetValue(to, out var pendingKeyRequest))
            _open[to] = pendingKeyRequest = new PendingKeyRequest(this, to);
        pendingKeyRequest.Waiters.Add(waiter);
        pendingKeyRequest.Retry(attempts);
    }

    /// <summary>The same for the user.</summary>
    internal void Ask(KeyRequest request)
    {
        var userWaiter = new UserWaiter(this, request);
        if (_context.Settings.Keys is null || _context.IsLeaving)
            userWaiter.OnKey(null);
        else
            Ask(request.To, userWaiter);
    }

    /// <summary>Waits no longer.</summary>
    internal void Forget(IPEndPoint to, IKeyWaiter waiter)
    {
        if (_open.TryGetValue(to, out var pendingKeyRequest))
            pendingKeyRequest.Waiters.Remove(waiter);
    }

    /// <summary>Asks once, by the way: somebody has signed, or will, and we could not check it (R59, R69).</summary>
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
        if (!_answers.TryCount(from.Address, _context.Now))
            return;
        _context.PacketSender.SendKey(from, new PublicKeyAnswer(Own.Capabilities, key));
        if (KeyExchange.ShouldAskBack(Own, asked, (packet.MessageFlags & MessageFlags.AutoReturn) != 0, _ring.Find(user, host) is not null))
            AskOnce(from);
    }

    // Ignores unsolicited keys: a stranger who answers first could plant one under a member's name.
    private void OnAnswer(in Packet packet, IPEndPoint from)
    {
        if (!_open.TryGetValue(from, out var pendingKeyRequest) || PublicKeyAnswer.Read(packet.Body) is not { } said)
            return;
        var (user, host) = NamesOf(packet, from);
        if (!KeyExchange.IsPlausible(Own, user, said))
            return;
        if (_ring.IsNew(user, host, said))
            pendingKeyRequest.HoldUnsolicited(user, host, said);
        else
            End(pendingKeyRequest, _ring.Learn(user, host, said, from.Address, isWanted: !pendingKeyRequest.IsAutomatic));
    }

    private (string User, string Host) NamesOf(in Packet packet, IPEndPoint from)
    {
        if (_context.Roster.At(from) is { } member)
            return (member.UserName, member.HostName);
        var codec = _context.Settings.Codec;
        return (codec.Read(packet.User, packet.IsUtf8), codec.Read(packet.Host, packet.IsUtf8));
    }

    private void End(PendingKeyRequest pendingKeyRequest, KnownKey? key)
    {
        TimerQueue.Clear(pendingKeyRequest);
        _open.Remove(pendingKeyRequest.To);
        foreach (var waiter in pendingKeyRequest.Waiters.ToArray())
            waiter.OnKey(key);
    }

    private sealed class UserWaiter(KeyRequests requests, KeyRequest request) : IKeyWaiter
    {
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

        /// <summary>Somebody waits for the answer now.</summary>
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
        /// The answer is another than before. Anybody can give one in a member's name, and be faster; so it counts only when the member
        /// himself, who was asked as well, says nothing to the contrary.
        /// </summary>
        internal void HoldUnsolicited(string user, string host, PublicKeyAnswer said)
        {
            if (IsInDoubt)
                return;
            _unconfirmed = (user, host, said);
            requests._context.SetTimer(this, IntervalMs);
        }

        // Not any more when the user has forgotten the pinned key: the next answer is a first one then, and it is to be a fresh one.
        private bool IsInDoubt => _unconfirmed is { } news && requests._ring.IsNew(news.User, news.Host, news.Said);

        internal override void OnExpired()
        {
            if (IsInDoubt && _unconfirmed is { } news && !requests._context.IsLeaving)
            {
                requests.End(this, requests._ring.Learn(news.User, news.Host, news.Said, to.Address, isWanted: true));
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
            requests._context.PacketSender.SendAscii(to, Command.GetPublicKey, options, body.Slice(0, writer.Length));
            requests._context.SetTimer(this, IntervalMs);
        }
    }
}
