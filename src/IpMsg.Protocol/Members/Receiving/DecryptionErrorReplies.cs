using System.Net;
using IpMsg.Protocol.Members.Limits;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Receiving;

/// <summary>
/// Replies to messages that could not be decrypted: with the same text for every cause, at a fixed time after the arrival, which hides the
/// cause (R70), and a few times a minute for each address, because source addresses can be forged.
/// </summary>
internal sealed class DecryptionErrorReplies
{
    /// <summary>The part of the reply that all clients use, in every language (R70).</summary>
    internal const string CannotDecrypt = "(DecryptErr)";

    /// <summary>The maximum number of replies per address per minute.</summary>
    internal const int MaxPerAddress = 8;

    // Longer than the decryption of a message takes.
    private const int DelayMs = 50;

    private readonly MemberContext _context;
    private readonly Standings _standings;

    // By standing: forged addresses do not keep the replies from members.
    private readonly RateLimiter[] _failures = [Failures(), Failures(), Failures(), Failures()];

    internal DecryptionErrorReplies(MemberContext context, Standings standings)
    {
        _context = context;
        _standings = standings;
    }

    /// <summary>
    /// Schedules the reply to a message that could not be decrypted, once a message: the duplicate filter drops repetitions.
    /// </summary>
    /// <param name="flags">The options of the message.</param>
    /// <param name="from">The sender.</param>
    /// <param name="arrived">The time of its arrival, in monotonic milliseconds.</param>
    internal void Schedule(MessageFlags flags, IPEndPoint from, long arrived)
    {
        _context.Counters.Ignored++;
        if (!_failures[(int)_standings.Of(from)].TryCount(from.Address, _context.Now)
            || (flags & (MessageFlags.Broadcast | MessageFlags.AutoReturn)) != 0)
            return;
        long since = _context.Now.Milliseconds - arrived;
        _context.SetTimer(new DecryptionErrorReply(this, from), DelayMs - since % DelayMs);
    }

    /// <summary>True for such a reply of another member.</summary>
    internal static bool IsReply(IncomingMessage message) =>
        !message.IsEncrypted
        && (message.Flags & MessageFlags.AutoReturn) != 0
        && message.Text.Contains(CannotDecrypt);

    private static RateLimiter Failures() => new(MaxPerAddress, 60_000);

    private sealed class DecryptionErrorReply(DecryptionErrorReplies decryptionErrorReplies, IPEndPoint to) : ProtocolTimer
    {
        internal override void OnExpired()
        {
            if (!decryptionErrorReplies._context.IsLeaving)
            {
                decryptionErrorReplies._context.PacketSender.SendText(
                    to,
                    Command.SendMessage,
                    MessageFlags.AutoReturn | MessageFlags.NoLog,
                    "This message could not be decrypted. Please refresh your member list and send it again. " + CannotDecrypt,
                    (TextCodec.Utf8, false),
                    isAnswer: true);
            }
        }
    }
}
