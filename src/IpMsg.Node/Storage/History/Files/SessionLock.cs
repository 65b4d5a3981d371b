using System;
using System.IO;

namespace IpMsg.Node.Storage.History.Files;

/// <summary>
/// Shows that a session is alive: a file that it holds locked. The system gives the lock up when the process ends, however it ends.
/// </summary>
internal sealed class SessionLock : IDisposable
{
    private const string Prefix = "session-", Suffix = ".lock";

    private readonly IStoreFiles _files;
    private readonly string _path;
    private readonly IStoreFile _file;

    internal SessionLock(IStoreFiles files, string folder)
    {
        _files = files;
        // Sixteen of its digits: no two sessions of a user ever have the same.
        Name = Guid.NewGuid().ToString("N").Substring(0, 16);
        _path = PathOf(folder, Name);
        _file = files.Open(_path, StoreFileMode.Create);
        if (!_file.TryLock())
            throw new IOException($"Cannot lock '{_path}'.");
    }

    /// <summary>The session's name in the lines of the store.</summary>
    internal string Name { get; }

    /// <summary>True while that session lives.</summary>
    internal static bool IsAlive(IStoreFiles files, string folder, string session)
    {
        string path = PathOf(folder, session);
        if (!IsName(session) || !files.Exists(path))
            return false;
        using var file = files.Open(path, StoreFileMode.Write);
        return !file.TryLock();
    }

    /// <summary>Removes what ended sessions left.</summary>
    internal static void Sweep(IStoreFiles files, string folder)
    {
        foreach (string name in files.List(folder))
        {
            if (!name.StartsWith(Prefix, StringComparison.Ordinal) || !name.EndsWith(Suffix, StringComparison.Ordinal))
                continue;
            string session = name.Substring(Prefix.Length, Math.Max(0, name.Length - Prefix.Length - Suffix.Length));
            if (IsName(session) && !IsAlive(files, folder, session))
                files.Delete(Path.Combine(folder, name));
        }
    }

    public void Dispose()
    {
        _file.Dispose();
        try
        {
            _files.Delete(_path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The next session removes it.
        }
    }

    private static string PathOf(string folder, string session) => Path.Combine(folder, Prefix + session + Suffix);

    // It comes from a line of a file, and becomes part of a path.
    private static bool IsName(string session)
    {
        foreach (char each in session)
        {
            if (each is not (>= '0' and <= '9' or >= 'a' and <= 'f'))
                return false;
        }
        return session.Length == 16;
    }
}
