using System;
using System.Collections.Generic;

namespace IpMsg.Node.Interop;

/// <summary>
/// Runs an action when the process ends: by itself, or by a signal that nobody handles. The action has to be quick, and may run twice.
/// Afterwards the process ends as it would have, with the same exit code. Nothing runs when the process is killed or crashes.
/// </summary>
/// <remarks>
/// .NET raises ProcessExit for SIGTERM up to version 9 and for no signal from version 10 on. A closed terminal and, on Windows, a closed
/// console raise SIGHUP.
/// </remarks>
internal static class ProcessEndings
{
    private static readonly object s_gate = new();

    // A registration that is collected no longer works.
    private static readonly List<IDisposable> s_registrations = [];

    /// <summary>Runs the action at the end of the process.</summary>
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
        // Ctrl+C and Ctrl+Break end the pipeline in a host that handles them, and not the process.
        if (signal is PosixSignals.Signal.Hangup or PosixSignals.Signal.Termination || PosixSignals.IsHandledHereAlone(signal))
            onEnding();
    }
}
