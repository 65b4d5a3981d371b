using System;
using System.Diagnostics;
using System.Threading;

namespace IpMsg.PowerShell;

/// <summary>How long a cmdlet is still willing to wait.</summary>
internal sealed class Patience
{
    private readonly TimeSpan _length;
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    /// <param name="length">The whole time; <see cref="Timeout.InfiniteTimeSpan"/> for ever.</param>
    internal Patience(TimeSpan length) => _length = length;

    internal bool IsOver => _length != Timeout.InfiniteTimeSpan && _watch.Elapsed >= _length;

    internal TimeSpan Remaining
    {
        get
        {
            if (_length == Timeout.InfiniteTimeSpan)
                return _length;
            var rest = _length - _watch.Elapsed;
            return rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
        }
    }
}
