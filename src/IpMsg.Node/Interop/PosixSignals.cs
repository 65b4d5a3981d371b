using System;
using System.Collections;
using System.Reflection;

namespace IpMsg.Node.Interop;

/// <summary>
/// PosixSignalRegistration of .NET 6 and later, through reflection, because netstandard2.0 lacks it. On Windows it handles console events.
/// On older runtimes nothing is registered.
/// </summary>
internal static class PosixSignals
{
    private const string ConsoleHost = "Microsoft.PowerShell.ConsoleHost";

    private static readonly Type? s_registration = Find("System.Runtime.InteropServices.PosixSignalRegistration");
    private static readonly Type? s_signal = Find("System.Runtime.InteropServices.PosixSignal");
    private static readonly Type? s_context = Find("System.Runtime.InteropServices.PosixSignalContext");

    /// <summary>The signals that end a process, with the numbers of the runtime's PosixSignal.</summary>
    internal enum Signal
    {
        /// <summary>SIGHUP; on Windows the closing of the console.</summary>
        Hangup = -1,
        /// <summary>SIGINT: Ctrl+C.</summary>
        Interrupt = -2,
        /// <summary>SIGQUIT; on Windows Ctrl+Break.</summary>
        Quit = -3,
        /// <summary>SIGTERM; on Windows the system's shutdown.</summary>
        Termination = -4,
    }

    /// <summary>
    /// Registers an action for the signal. The signal's default action follows. Returns null where the runtime lacks signals.
    /// </summary>
    internal static IDisposable? TryRegister(Signal signal, Action action)
    {
        try
        {
            if (s_registration is null || s_signal is null || s_context is null)
                return null;
            var handlerType = typeof(Action<>).MakeGenericType(s_context);
            // A handler of type object also accepts the runtime's context type.
            Action<object> handler = _ => action();
            var create = s_registration.GetMethod("Create", [s_signal, handlerType]);
            var typed = Delegate.CreateDelegate(handlerType, handler.Target, handler.Method);
            return create?.Invoke(null, [Enum.ToObject(s_signal, (int)signal), typed]) as IDisposable;
        }
        // A platform without signals.
        catch (TargetInvocationException)
        {
            return null;
        }
    }

    /// <summary>True in PowerShell's console host on Windows, which handles console events without the runtime.</summary>
    internal static bool HasConsoleHost =>
        Platform.IsWindows && Array.Exists(AppDomain.CurrentDomain.GetAssemblies(), static each => each.GetName().Name == ConsoleHost);

    /// <summary>The number of handlers of Ctrl+C or Ctrl+Break in the process; null where the runtime does not tell.</summary>
    internal static int? CountHandlers(Signal signal)
    {
        var all = s_registration?.GetField("s_registrations", BindingFlags.NonPublic | BindingFlags.Static)?.GetValue(null) as IDictionary;
        if (all is null)
            return null;
        lock (all)
            return all[NumberOf(signal)] is IEnumerable handlers ? Count(handlers) : 0;
    }

    // SIGINT and SIGQUIT have the same numbers on all Unix systems; on Windows they are CTRL_C_EVENT and CTRL_BREAK_EVENT.
    private static int NumberOf(Signal signal) => signal == Signal.Interrupt ? Platform.IsWindows ? 0 : 2 : Platform.IsWindows ? 1 : 3;

    private static int Count(IEnumerable handlers)
    {
        int count = 0;
        foreach (object _ in handlers)
            count++;
        return count;
    }

    private static Type? Find(string name) =>
        Type.GetType(name + ", System.Private.CoreLib", throwOnError: false)
        ?? Type.GetType(name + ", System.Runtime.InteropServices", throwOnError: false);
}
