using System.Net;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Receiving;

/// <summary>
/// Tells senders that their messages could not be decrypted: in the same words whatever was wrong, a fixed time after they came, so that
/// neither says where it went wrong (R70), and each address a few times a minute, for anybody may send in its name.
/// </summary>
internal sealed class DecryptionErrorReplies
{
    /// <summary>What all clients write, in whatever language the rest is (R70).</summary>
    internal const string CannotDecrypt = "(DecryptErr)";

    /// <summary>So many each minute hears an address of its failures.</summary>
    internal const int MaxPerAddress = 8;

    // Longer than it takes to decrypt a message; and when there are many of them, as often as that.
    private const int DelayMs = 50;

    private readonly MemberContext _context;
    private readonly RateLimiter _failures = new(MaxPerAddress, 60_000);

    internal DecryptionErrorReplies(MemberContext context)
    {
        _context = context;
    }

    /// <summary>True of an address from which came more in this minute that could not be decrypted than it was told of.</summary>
    internal bool IsSuspect(IPAddress address) => _failures.IsExceeded(address, _context.Now);

    /// <summary>A message could not be decrypted.</summary>
    /// <param name="flags">Its options.</param>
    /// <param name="from">Where it came from.</param>
    /// <param name="arrived">When, in monotonic milliseconds.</param>
    internal void Schedule(MessageFlags flags, IPEndPoint from, long arrived)
    {
        if (!_failures.TryCount(from.Address, _context.Now) || (flags & (MessageFlags.Broadcast | MessageFlags.AutoReturn)) != 0)
            return;
        long since = _context.Now.Milliseconds - arrived;
        _context.SetTimer(new DecryptionErrorReply(this, from), DelayMs - since % DelayMs);
    }

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
                    TextCodec.Utf8,
                    flagged: false);
            }
        }
    }
}
