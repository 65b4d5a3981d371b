using System;
using System.Threading;
using System.Threading.Tasks;

namespace IpMsg.Shell.Editing;

/// <summary>Takes keys from the terminal, Ctrl+C among them, until the process is told to end.</summary>
internal sealed class KeyReader(CancellationToken ending)
{
    private CancellationTokenSource _interruption = CancellationTokenSource.CreateLinkedTokenSource(ending);
    private Task<ConsoleKeyInfo>? _pending;

    /// <summary>One key.</summary>
    /// <exception cref="OperationCanceledException">Interrupted, or the process is ending.</exception>
    public ConsoleKeyInfo Read()
    {
        // Console.ReadKey knows no cancellation: if this wait is given up, the next one goes on with the same read.
        _pending ??= Task.Run(() => Console.ReadKey(intercept: true), CancellationToken.None);
        _pending.Wait(_interruption.Token);
        var key = _pending.Result;
        _pending = null;
        return key;
    }

    /// <summary>Ends this read and all others until <see cref="Resume"/>: a question of a pipeline that is being stopped must not wait.</summary>
    public void Interrupt() => _interruption.Cancel();

    /// <summary>Reads again, after an interruption.</summary>
    public void Resume()
    {
        if (_interruption.IsCancellationRequested)
        {
            _interruption = CancellationTokenSource.CreateLinkedTokenSource(ending);
        }
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
