using System;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using IpMsg.Node.Interop;

namespace IpMsg.Node.Storage;

/// <summary>
/// Lets one process at a time do something to a file; one that is killed meanwhile blocks nobody. Where the system does not allow
/// it, or the processes are different users', each goes ahead as if alone: callers must be able to live with that.
/// </summary>
internal sealed class PathMutex : IDisposable
{
    // Long for an append, short for someone who waits: a process that was suspended in the middle must not stop the others.
    private static readonly TimeSpan s_maxWait = TimeSpan.FromSeconds(5);

    private readonly Mutex? _mutex;

    internal PathMutex(string path)
    {
        try
        {
            // Global, for on Unix every terminal is a session of its own.
            _mutex = new Mutex(false, "Global\\IpMsg-" + Digest(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or WaitHandleCannotBeOpenedException or NotSupportedException)
        {
            // No writable place for it, or another user's.
        }
    }

    /// <summary>Does it alone. Not for waits in it: the thread owns the mutex.</summary>
    internal void Run(Action action) => Run(_ => action());

    /// <summary>Does it, and says whether it is certain that nobody else does.</summary>
    internal void Run(Action<bool> action)
    {
        bool isOurs = Enter();
        try
        {
            action(isOurs);
        }
        finally
        {
            if (isOurs)
                _mutex!.ReleaseMutex();
        }
    }

    public void Dispose() => _mutex?.Dispose();

    private bool Enter()
    {
        try
        {
            return _mutex != null && _mutex.WaitOne(s_maxWait);
        }
        catch (AbandonedMutexException)
        {
            // Its owner was killed; it is ours now.
            return true;
        }
    }

    /// <summary>A path has characters and lengths that a name may not have.</summary>
    private static string Digest(string path)
    {
        using var sha = SHA256.Create();
        byte[] hash = sha.ComputeHash(Encoding.UTF8.GetBytes(Platform.IsWindows ? path.ToUpperInvariant() : path));
        return BitConverter.ToString(hash, 0, 16).Replace("-", "");
    }
}
