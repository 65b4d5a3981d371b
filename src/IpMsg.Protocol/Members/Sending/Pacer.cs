namespace IpMsg.Protocol.Members.Sending;

/// <summary>
/// Lets first transmissions out no faster than sockets on either side can buffer them: a window that every confirmation opens again at
/// once, and time opens for recipients who do not answer.
/// </summary>
internal sealed class Pacer
{
    /// <summary>Small enough for the least receive buffer that systems give by default (about 256 short datagrams).</summary>
    internal const int Window = 64;

    /// <summary>How long an unanswered window stays closed, in milliseconds.</summary>
    internal const int ReopenMs = 5;

    private int _out;
    private long _since;

    internal bool TryPass(long now)
    {
        if (now - _since >= ReopenMs)
        {
            _out = 0;
            _since = now;
        }
        if (_out >= Window)
            return false;
        _out++;
        return true;
    }

    internal void Confirmed()
    {
        if (_out > 0)
            _out--;
    }
}
