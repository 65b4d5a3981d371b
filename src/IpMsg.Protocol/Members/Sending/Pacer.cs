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

    private int _started;
    private long _since;

    internal bool TryStart(long now)
    {
        if (now - _since >= ReopenMs)
        {
            _started = 0;
            _since = now;
        }
        if (_started >= Window)
            return false;
        _started++;
        return true;
    }

    internal void OnConfirmed()
    {
        if (_started > 0)
            _started--;
    }
}
