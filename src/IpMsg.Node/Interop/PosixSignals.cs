using System;
using System.Collections;
using System.Reflection;

namespace IpMsg.Node.Interop;

/// <summary>
/// PosixSignalRegistration of .NET 6 and later, which this target lacks. On Windows it stands for the events of the console. Where the
/// runtime lacks it, nothing is registered.
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
        /// <summary>SIGHUP; on Windows the console is closed.</summary>
        Hangup = -1,
        /// <summary>SIGINT: Ctrl+C.</summary>
        Interrupt = -2,
        /// <summary>SIGQUIT; on Windows Ctrl+Break.</summary>
        Quit = -3,
        /// <summary>SIGTERM; on Windows the system shuts down.</summary>
        Termination = -4,
    }

    /// <summary>Runs the action when the signal comes, and then what would have happened without it. Null where the runtime cannot.</summary>
    internal static IDisposable? TryRegister(Signal signal, Action action)
    {
        try
        {
            if (s_registration is null || s_signal is null || s_context is null)
                return null;
            var handlerType = typeof(Action<>).MakeGenericType(s_context);
            // A handler of any object is one of the runtime's context as well.
            Action<object> handler = _ => action();
            var create = s_registration.GetMethod("Create", [s_signal, handlerType]);
            return create?.Invoke(null, [Enum.ToObject(s_signal, (int)signal), Delegate.CreateDelegate(handlerType, handler.Target, handler.Method)]) as IDisposable;
        }
        // A platform without signals.
        catch (TargetInvocationException)
        {
            return null;
        }
    }

    /// <summary>
    /// True when only this module has registered for the signal, so that it is about to end the process. False where the runtime does not
    /// tell, and in PowerShell's console host on Windows, which handles the console's events without the runtime.
    /// </summary>
    internal static bool IsHandledHereAlone(Signal signal)
    {
        if (Platform.IsWindows && Array.Exists(AppDomain.CurrentDomain.GetAssemblies(), static each => each.GetName().Name == ConsoleHost))
            return false;
        var all = s_registration?.GetField("s_registrations", BindingFlags.NonPublic | BindingFlags.Static)?.GetValue(null) as IDictionary;
        if (all is null)
            return false;
        lock (all)
            return all[NumberOf(signal)] is IEnumerable handlers && Count(handlers) == 1;
    }

    // SIGINT and SIGQUIT have the same numbers on all Unix; on Windows they are CTRL_C_EVENT and CTRL_BREAK_EVENT.
    private static int NumberOf(Signal signal) => signal == Signal.Interrupt ? Platform.IsWindows ? 0 : 2 : Platform.IsWindows ? 1 : 3;

    private static int Count(IEnumerable handlers)
    {
        int count = 0;
        foreach (object _ in handlers)
            count++;
        return count;
    }

    private static Type? Find(string name) =>
        Type.GetType(name + ", System.Private.CoreLib", throwOnError: false) ?? Type.GetType(name + ", System.Runtime.InteropServices", throwOnError: false);
}
