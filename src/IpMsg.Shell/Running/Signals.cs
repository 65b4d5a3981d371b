using System;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;

namespace IpMsg.Shell.Running;

/// <summary>What Ctrl+C and the system's requests to end do to the shell.</summary>
internal sealed class Signals : IDisposable
{
    /// <summary>How long a runspace may take to close before the process ends without it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _ending = new();
    private readonly PosixSignalRegistration[] _registrations;
    private Action _stop = () => { };
    private Action _close = () => { };
    private int _exitCode;

    public Signals() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, OnInterrupt),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => OnEnd(context, 143)),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => OnEnd(context, 129)),
    ];

    /// <summary>Cancelled once the process has been told to end.</summary>
    public CancellationToken Ending => _ending.Token;

    /// <summary>Whether Ctrl+C only stops what is running, because a prompt follows.</summary>
    public bool Interactive { get; set; }

    /// <summary>The code to exit with if a signal decided that; null otherwise.</summary>
    public int? ExitCode => Volatile.Read(ref _exitCode) is var code and not 0 ? code : null;

    /// <summary>Says what there is to stop and to close, from now on.</summary>
    public void Attach(Action stop, Action close)
    {
        _stop = stop;
        _close = close;
    }

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }
    }

    private void OnInterrupt(PosixSignalContext context)
    {
        context.Cancel = true;
        if (!Interactive && Interlocked.CompareExchange(ref _exitCode, 130, 0) != 0)
        {
            // Whoever presses it twice has waited long enough.
            Environment.Exit(130);
        }

        _stop();
    }

    /// <summary>The main thread may sit in a read that nothing ends, so the closing is done here.</summary>
    private void OnEnd(PosixSignalContext context, int exitCode)
    {
        context.Cancel = true;
        Volatile.Write(ref _exitCode, exitCode);
        _ending.Cancel();
        Task.Run(_close).Wait(Patience);
        Environment.Exit(exitCode);
    }
}
