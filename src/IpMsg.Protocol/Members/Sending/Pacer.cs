namespace IpMsg.Protocol.Members.Sending;

/// <summary>
/// Limits the rate of first transmissions to what the socket buffers of both sides can hold: a window that every confirmation opens by one,
/// and that reopens after a time when recipients do not answer.
/// </summary>
internal sealed class Pacer
{
    /// <summary>The size of the window. The smallest default receive buffer holds about 256 short datagrams.</summary>
    internal const int Window = 64;

    /// <summary>The time after which the window reopens without confirmations, in milliseconds.</summary>
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
