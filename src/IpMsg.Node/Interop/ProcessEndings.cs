using System;
using System.Collections.Generic;

namespace IpMsg.Node.Interop;

/// <summary>
/// Runs an action when the process ends, normally or by a signal without a handler. The action must be fast and may run twice. The exit
/// code stays the same. Nothing runs when the process is killed or crashes.
/// </summary>
/// <remarks>
/// .NET raises ProcessExit for SIGTERM up to version 9 and for no signal from version 10 on. A closed terminal and, on Windows, a closed
/// console raise SIGHUP.
/// </remarks>
internal static class ProcessEndings
{
    private static readonly object s_gate = new();

    // A garbage-collected registration stops working.
    private static readonly List<IDisposable> s_registrations = [];

    /// <summary>Registers an action for the end of the process.</summary>
    internal static void Register(Action onEnding)
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => onEnding();
        foreach (var signal in (PosixSignals.Signal[])
            [PosixSignals.Signal.Hangup, PosixSignals.Signal.Termination, PosixSignals.Signal.Interrupt, PosixSignals.Signal.Quit])
        {
            if (PosixSignals.TryRegister(signal, () => Handle(signal, onEnding)) is not { } registration)
                continue;
            lock (s_gate)
                s_registrations.Add(registration);
        }
    }

    private static void Handle(PosixSignals.Signal signal, Action onEnding)
    {
        // A host that handles Ctrl+C and Ctrl+Break ends only the pipeline.
        if (signal is PosixSignals.Signal.Hangup or PosixSignals.Signal.Termination || PosixSignals.IsHandledHereAlone(signal))
            onEnding();
    }
}
