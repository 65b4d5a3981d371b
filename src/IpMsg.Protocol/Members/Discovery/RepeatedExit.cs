namespace IpMsg.Protocol.Members.Discovery;

/// <summary>The second farewell, 100 ms after the first (R29), and the end.</summary>
internal sealed class RepeatedExit : ProtocolTimer
{
    private const int IntervalMs = 100;

    private readonly MemberContext _context;
    private readonly Announcer _announcer;

    internal RepeatedExit(MemberContext context, Announcer announcer)
    {
        _context = context;
        _announcer = announcer;
    }

    internal void Begin()
    {
        _announcer.SayFarewell();
        _context.SetAlarm(this, IntervalMs);
    }

    internal override void OnExpired()
    {
        _announcer.SayFarewell();
        _context.Tell(MemberActionKind.Stopped);
    }
}
