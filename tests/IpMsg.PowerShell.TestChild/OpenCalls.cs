using System.Collections.Generic;
using System.Threading;

namespace IpMsg.PowerShell.TestChild;

/// <summary>The methods of the module that one thread has entered and not left.</summary>
internal sealed class OpenCalls
{
    private static readonly Lock s_lock = new();
    private static readonly List<OpenCalls> s_all = [];

    private readonly Stack<RecordedCall> _calls = new();
    private readonly Thread _thread = Thread.CurrentThread;
    private volatile bool _isReceiving;
    private volatile int _count;

    internal OpenCalls()
    {
        lock (s_lock)
            s_all.Add(this);
    }

    internal int Count => _count;

    internal RecordedCall Last => _calls.Peek();

    /// <summary>True while the thread is in a call of a socket that waits for a datagram or a connection.</summary>
    internal bool IsReceiving
    {
        set => _isReceiving = value;
    }

    /// <summary>True while the thread waits inside a method of the module, and no other thread has work to do in one.</summary>
    internal bool IsBlocked => _count > 0 && IsWaiting && IsAlone;

    /// <summary>True while every other thread is outside the module or waits, for a datagram or for something else.</summary>
    internal bool IsAlone
    {
        get
        {
            lock (s_lock)
                return s_all.TrueForAll(each => each == this || each._count == 0 || each._isReceiving || each.IsWaiting);
        }
    }

    private bool IsWaiting => (_thread.ThreadState & ThreadState.WaitSleepJoin) != 0;

    internal RecordedCall Enter(int method, int time)
    {
        var call = new RecordedCall { Method = method, Entered = time, Caller = _count > 0 ? _calls.Peek() : null };
        _calls.Push(call);
        _count = _calls.Count;
        return call;
    }

    internal void End(int remaining, int time)
    {
        while (_calls.Count > remaining)
            _calls.Pop().Left = time;
        _count = _calls.Count;
    }
}
