using System.Collections.Generic;
using System.Net;

namespace IpMsg.Protocol;

/// <summary>Public keys asked for and given (R57 to R61). A question is repeated as a message is, five times, a second apart (4.3).</summary>
internal sealed class KeyDesk
{
    /// <summary>How often somebody is asked who is known to encrypt.</summary>
    internal const int Attempts = 5;

    private const int IntervalMs = 1_000;
    private const int MostQuestions = 4_096;

    // An answer is ten times as long as its question, which may have come in somebody else's name.
    private const int MostAnswers = 5;
    private const int BodyLength = 32;

    private readonly MemberContext _context;
    private readonly Outlet _outlet;
    private readonly Roster _roster;
    private readonly KeyRing _ring;
    private readonly Dictionary<IPEndPoint, Question> _open = [];
    private readonly AddressQuota _answers = new(MostAnswers, IntervalMs);

    internal KeyDesk(MemberContext context, Outlet outlet, Roster roster, KeyRing ring)
    {
        _context = context;
        _outlet = outlet;
        _roster = roster;
        _ring = ring;
    }

    private OwnKeys Own => _context.Settings.Keys!;

    internal void Handle(in Packet packet, IPEndPoint from)
    {
        if (_context.Settings.Keys is null)
            return;
        if (packet.Command == Command.GetPublicKey)
            Answer(packet, from);
        else
            Answered(packet, from);
    }

    /// <summary>Asks somebody for his key. Whoever waits is told when it has come, or that it does not.</summary>
    internal void Ask(IPEndPoint to, IAwaitsKey waiter, int attempts = Attempts)
    {
        if (!_open.TryGetValue(to, out var question))
            _open[to] = question = new Question(this, to);
        question.Waiters.Add(waiter);
        question.Persist(attempts);
    }

    /// <summary>The same for the user.</summary>
    internal void Ask(KeyQuestion question)
    {
        var asker = new Asker(this, question);
        if (_context.Settings.Keys is null || _context.IsLeaving)
            asker.KeyCame(null);
        else
            Ask(question.To, asker);
    }

    /// <summary>Waits no longer.</summary>
    internal void Forget(IPEndPoint to, IAwaitsKey waiter)
    {
        if (_open.TryGetValue(to, out var question))
            question.Waiters.Remove(waiter);
    }

    /// <summary>Asks once, by the way: somebody has signed, or will, and we could not check it (R59, R69).</summary>
    internal void AskByTheWay(IPEndPoint to)
    {
        if (_context.IsLeaving || _open.Count >= MostQuestions || _open.ContainsKey(to))
            return;
        var question = new Question(this, to);
        _open[to] = question;
        question.Ring();
    }

    private void Answer(in Packet packet, IPEndPoint from)
    {
        if (!PublicKeyRequest.TryRead(packet.Body, out var asked))
            return;
        var (user, host) = NamesOf(packet, from);
        if (KeyExchange.Answer(Own, asked, user) is not { } key)
            return;
        if (!_answers.TryTake(from.Address, _context.Now))
            return;
        _outlet.Key(from, new PublicKeyAnswer(Own.Capabilities, key));
        if (KeyExchange.AsksBack(Own, asked, (packet.MessageFlags & MessageFlags.AutoReturn) != 0, _ring.Find(user, host) is not null))
            AskByTheWay(from);
    }

    // Unasked, nobody's word is taken: whoever is first would else choose the key under another's name.
    private void Answered(in Packet packet, IPEndPoint from)
    {
        if (!_open.TryGetValue(from, out var question) || PublicKeyAnswer.Read(packet.Body) is not { } said)
            return;
        var (user, host) = NamesOf(packet, from);
        if (!KeyExchange.Believes(Own, user, said))
            return;
        if (_ring.IsNews(user, host, said))
            question.Doubt(user, host, said);
        else
            End(question, _ring.Heard(user, host, said, from.Address, isWanted: !question.IsAutomatic));
    }

    private (string User, string Host) NamesOf(in Packet packet, IPEndPoint from)
    {
        if (_roster.At(from) is { } member)
            return (member.UserName, member.HostName);
        var codec = _context.Settings.Codec;
        return (codec.Read(packet.User, packet.IsUtf8), codec.Read(packet.Host, packet.IsUtf8));
    }

    private void End(Question question, KnownKey? key)
    {
        AlarmClock.Clear(question);
        _open.Remove(question.To);
        foreach (var waiter in question.Waiters.ToArray())
            waiter.KeyCame(key);
    }

    private sealed class Asker(KeyDesk desk, KeyQuestion question) : IAwaitsKey
    {
        public void KeyCame(KnownKey? key)
        {
            question.Key = key;
            desk._context.Tell(MemberActionKind.KeyAnswered, question);
        }
    }

    private sealed class Question(KeyDesk desk, IPEndPoint to) : Alarm
    {
        private int _left = 1;
        private (string User, string Host, PublicKeyAnswer Said)? _news;

        internal IPEndPoint To => to;

        internal List<IAwaitsKey> Waiters { get; } = [];

        internal bool IsAutomatic => Waiters.Count == 0;

        /// <summary>Somebody waits for the answer now.</summary>
        internal void Persist(int attempts)
        {
            if (IsInDoubt)
                return;
            if (Waiters.Count > 1)
            {
                _left = System.Math.Max(_left, attempts - 1);
                return;
            }
            _left = attempts;
            Ring();
        }

        /// <summary>
        /// The answer is another than before. Anybody can give one in a member's name, and be faster; so it counts only when the member himself,
        /// who was asked as well, says nothing to the contrary.
        /// </summary>
        internal void Doubt(string user, string host, PublicKeyAnswer said)
        {
            if (IsInDoubt)
                return;
            _news = (user, host, said);
            desk._context.SetAlarm(this, IntervalMs);
        }

        // Not any more when the user has forgotten the pinned key: the next answer is a first one then, and it is to be a fresh one.
        private bool IsInDoubt => _news is { } news && desk._ring.IsNews(news.User, news.Host, news.Said);

        internal override void Ring()
        {
            if (IsInDoubt && _news is { } news && !desk._context.IsLeaving)
            {
                desk.End(this, desk._ring.Heard(news.User, news.Host, news.Said, to.Address, isWanted: true));
                return;
            }
            if (_left-- <= 0 || desk._context.IsLeaving)
            {
                desk.End(this, null);
                return;
            }
            System.Span<byte> body = stackalloc byte[BodyLength];
            var writer = new PacketWriter(body);
            PublicKeyRequest.Write(ref writer, desk._context.Settings.AskedCapabilities);
            desk._outlet.Short(to, Command.GetPublicKey, IsAutomatic ? (uint)MessageFlags.AutoReturn : 0, body.Slice(0, writer.Length));
            desk._context.SetAlarm(this, IntervalMs);
        }
    }
}
