namespace IpMsg.Protocol;

/// <summary>The second farewell, 100 ms after the first (R29), and the end.</summary>
internal sealed class Farewell : Alarm
{
    private const int IntervalMs = 100;

    private readonly MemberContext _context;
    private readonly Announcer _announcer;

    internal Farewell(MemberContext context, Announcer announcer)
    {
        _context = context;
        _announcer = announcer;
    }

    internal void Begin()
    {
        _announcer.SayFarewell();
        _context.SetAlarm(this, IntervalMs);
    }

    internal override void Ring()
    {
        _announcer.SayFarewell();
        _context.Tell(MemberActionKind.Stopped);
    }
}
