using System;
using System.Threading;
using System.Threading.Tasks;

namespace IpMsg.Shell.Editing;

/// <summary>Takes keys from the terminal, Ctrl+C among them, until the process is told to end.</summary>
internal sealed class KeyReader(CancellationToken ending)
{
    /// <summary>One key.</summary>
    /// <exception cref="OperationCanceledException">The process is ending.</exception>
    public ConsoleKeyInfo Read()
    {
        // Console.ReadKey knows no cancellation. A thread left behind in it does no harm: the process is ending.
        var key = Task.Run(() => Console.ReadKey(intercept: true), CancellationToken.None);
        key.Wait(ending);
        return key.Result;
    }

    /// <summary>While the result lives, Ctrl+C is a key and no signal.</summary>
    public static ControlCKey TakeControlC() => new();

    /// <summary>Gives Ctrl+C back to the system when disposed.</summary>
    internal readonly struct ControlCKey : IDisposable
    {
        public ControlCKey() => Console.TreatControlCAsInput = true;

        public void Dispose() => Console.TreatControlCAsInput = false;
    }
}
