using System;
using System.IO;

namespace IpMsg.Node.Storage.History.Files;

/// <summary>A locked file that shows that a session is alive. The system releases the lock when the process ends in any way.</summary>
internal sealed class SessionLock : IDisposable
{
    private const string Prefix = "session-", Suffix = ".lock";

    private readonly IStoreFiles _files;
    private readonly string _path;
    private IStoreFile _file;

    internal SessionLock(IStoreFiles files, string folder)
    {
        _files = files;
        // Sixteen hex digits of a GUID: unique among the sessions of a user.
        Name = Guid.NewGuid().ToString("N").Substring(0, 16);
        _path = PathOf(folder, Name);
        _file = files.Open(_path, StoreFileMode.Create);
        if (!_file.TryLock())
            throw new IOException($"Cannot lock '{_path}'.");
    }

    /// <summary>The session's name in the lines of the store.</summary>
    internal string Name { get; }

    /// <summary>Locks the file again after another program has removed or replaced it. The caller has the store's lock.</summary>
    /// <exception cref="IOException">The file cannot be created or locked.</exception>
    internal void Renew()
    {
        if (_file.IsAt(_path))
            return;
        var next = _files.Open(_path, StoreFileMode.WriteOrCreate);
        if (!next.TryLock())
        {
            next.Dispose();
            throw new IOException($"Cannot lock '{_path}'.");
        }
        _file.Dispose();
        _file = next;
    }

    /// <summary>True while the session lives.</summary>
    internal static bool IsAlive(IStoreFiles files, string folder, string session)
    {
        string path = PathOf(folder, session);
        if (!IsName(session) || !files.Exists(path))
            return false;
        using var file = files.Open(path, StoreFileMode.Write);
        return !file.TryLock();
    }

    /// <summary>Removes the files of ended sessions.</summary>
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

    // The name comes from a line of a file and becomes part of a path.
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
