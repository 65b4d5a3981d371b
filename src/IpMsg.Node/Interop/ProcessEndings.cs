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

    /// <summary>
    /// True when a signal ends the process. A closed console and a shutdown always do. A host that handles Ctrl+C and Ctrl+Break ends only
    /// the pipeline.
    /// </summary>
    /// <param name="signal">The signal.</param>
    /// <param name="handlesConsoleEvents">
    /// True in PowerShell's console host on Windows, which handles console events without the runtime.
    /// </param>
    /// <param name="handlers">The number of handlers in the process, with that of this module; null when the runtime does not tell.</param>
    internal static bool Ends(PosixSignals.Signal signal, bool handlesConsoleEvents, int? handlers) =>
        signal is PosixSignals.Signal.Hangup or PosixSignals.Signal.Termination || !handlesConsoleEvents && handlers == 1;

    private static void Handle(PosixSignals.Signal signal, Action onEnding)
    {
        if (Ends(signal, PosixSignals.HasConsoleHost, PosixSignals.CountHandlers(signal)))
            onEnding();
    }
}
