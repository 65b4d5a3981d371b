using System;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using IpMsg.Node.Interop;

namespace IpMsg.Node.Storage;

/// <summary>
/// Lets one process at a time work on a file. A killed process blocks nobody. Where the system does not support it, or for processes of
/// different users, each works as if alone; callers must cope with that.
/// </summary>
internal sealed class PathMutex : IDisposable
{
    // Long for an append, short for the user: a suspended process must not stop the others.
    private static readonly TimeSpan s_maxWait = TimeSpan.FromSeconds(5);

    private readonly Mutex? _mutex;

    internal PathMutex(string path)
    {
        try
        {
            // Global, because every terminal is a session of its own on Unix.
            _mutex = new Mutex(false, "Global\\IpMsg-" + Digest(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException
            or WaitHandleCannotBeOpenedException or NotSupportedException)
        {
            // There is no writable place for it, or it belongs to another user.
        }
    }

    /// <summary>Runs an action alone. The thread owns the mutex, so the action must not await.</summary>
    internal void Run(Action action) => Run(_ => action());

    /// <summary>Runs an action, with true when it certainly runs alone.</summary>
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
            // Its owner was killed, so we own it now.
            return true;
        }
    }

    /// <summary>A path can be too long for a mutex name, or contain characters that it cannot.</summary>
    private static string Digest(string path)
    {
        using var sha = SHA256.Create();
        byte[] hash = sha.ComputeHash(Encoding.UTF8.GetBytes(Platform.IsWindows ? path.ToUpperInvariant() : path));
        return BitConverter.ToString(hash, 0, 16).Replace("-", "");
    }
}
