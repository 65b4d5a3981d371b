using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using IpMsg.Protocol.Members.Keys;

namespace IpMsg.Node.Storage.Keys;

/// <summary>
/// The pinned keys of other members, one file each, shared by all processes of a user: the first process that sees a member pins its key
/// for all, and a removal applies to all. Each process works with its memory and synchronises here.
/// </summary>
internal sealed class KnownKeyStore
{
    private const string Extension = ".json";

    // Writes within one tick of the file system's clock have the same time.
    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(2);

    private readonly UserFolder _parent;
    private readonly string _folder;
    private readonly Dictionary<string, Seen> _seen = [];
    private Seen? _seenFolder;

    internal KnownKeyStore(UserFolder folder) => (_parent, _folder) = (folder, folder.PathOf("known-keys"));

    /// <summary>All known keys.</summary>
    /// <exception cref="IpMsgException">A file is damaged or unreadable.</exception>
    internal IReadOnlyList<KnownKey> Load()
    {
        if (!Directory.Exists(_folder))
            return [];
        KeyFolderOwnership.RequireOwn(_folder);
        AtomicFile.RemoveDrafts(_folder);
        try
        {
            Scan(static damage => throw damage);
            lock (_seen)
                return [.. _seen.Values.Select(static each => each.Key!)];
        }
        catch (Exception reason) when (reason is IOException or UnauthorizedAccessException)
        {
            throw new IpMsgException(IpMsgErrorId.InvalidKeyPath,
                "The keys of others cannot be read: " + reason.Message, _folder, "Give a folder of your own as -KeyPath.", reason);
        }
    }

    /// <summary>
    /// The keys that other processes have added or removed since the last call. Without changes it costs one look at the folder.
    /// </summary>
    internal (IReadOnlyList<KnownKey> Learnt, IReadOnlyList<KnownKey> Forgotten) Changes()
    {
        lock (_seen)
        {
            if (_seenFolder?.IsStill(Directory.GetLastWriteTimeUtc(_folder)) == true || !Directory.Exists(_folder))
                return ([], []);
        }
        try
        {
            // The known key stays in use. The next process that starts reports the damaged file.
            return Scan(static damage => { });
        }
        catch (Exception reason) when (reason is IOException or UnauthorizedAccessException)
        {
            return ([], []);
        }
    }

    /// <summary>
    /// Stores a key. Returns the key that is stored afterwards, which may be another process's; null when another process has removed it.
    /// </summary>
    /// <exception cref="IpMsgException">The stored file is damaged.</exception>
    internal KnownKey? Keep(KnownKey key)
    {
        _parent.Create();
        PrivateFile.CreateFolder(_folder);
        KnownKey? kept = null;
        using var others = new PathMutex(_folder);
        others.Run(() =>
        {
            lock (_seen)
                kept = Keep(PathOf(key), key);
        });
        return kept;
    }

    /// <summary>Removes a member's key.</summary>
    internal void Remove(KnownKey key)
    {
        string path = PathOf(key);
        lock (_seen)
        {
            _seen.Remove(path);
            if (File.Exists(path))
                File.Delete(path);
            // A copy under another name would bring the key back.
            foreach (string copy in CopiesOf(key))
                File.Delete(copy);
        }
    }

    private KnownKey? Keep(string path, KnownKey key)
    {
        bool isLater = _seen.ContainsKey(path);
        if (!isLater && AtomicFile.TryCreate(path, KnownKeyFile.Write(key)))
            return Remember(path, key);
        if (isLater && !File.Exists(path))
        {
            _seen.Remove(path);
            return null;
        }
        var stored = Read(path);
        var joined = key.MergedWith(stored, isLater);
        if (joined != stored)
            AtomicFile.Replace(path, KnownKeyFile.Write(joined));
        return Remember(path, joined);
    }

    private (IReadOnlyList<KnownKey> Learnt, IReadOnlyList<KnownKey> Forgotten) Scan(Action<IpMsgException> onDamage)
    {
        var (learnt, forgotten) = (new List<KnownKey>(), new List<KnownKey>());
        lock (_seen)
        {
            _seenFolder = new Seen(Directory.GetLastWriteTimeUtc(_folder));
            var removed = new HashSet<string>(_seen.Keys);
            foreach (var file in new DirectoryInfo(_folder).EnumerateFiles("*" + Extension))
            {
                string path = file.FullName;
                removed.Remove(path);
                bool isKnown = _seen.TryGetValue(path, out var seen);
                if (isKnown && seen.IsStill(file.LastWriteTimeUtc))
                    continue;
                try
                {
                    var key = Read(path);
                    if (IsCopy(path, key))
                        continue;
                    _seen[path] = new Seen(file.LastWriteTimeUtc, key);
                    if (!isKnown || seen.Key != key)
                        learnt.Add(key);
                }
                catch (FileNotFoundException)
                {
                    removed.Add(path);
                }
                catch (IpMsgException exception)
                {
                    onDamage(exception);
                }
            }
            foreach (string path in removed)
            {
                if (_seen.TryGetValue(path, out var seen))
                    forgotten.Add(seen.Key!);
                _seen.Remove(path);
            }
        }
        return (learnt, forgotten);
    }

    /// <summary>
    /// True for a copy that a program for synchronisation or backup left beside the original. Without this check, the order of the names
    /// would decide between the two. Without the original, the copy counts as the renamed original.
    /// </summary>
    /// <exception cref="IpMsgException">The copy has another key than the original, and only the user knows which one is right.</exception>
    private bool IsCopy(string path, KnownKey key)
    {
        string original = PathOf(key);
        if (Path.GetFileName(original) == Path.GetFileName(path) || !File.Exists(original))
            return false;
        if (Read(original).Key.Equals(key.Key))
            return true;
        throw new IpMsgException(IpMsgErrorId.KeyStoreDamaged,
            "The file " + path + " is a copy of " + original + " that another program made, and has another key of "
            + key.UserName + " at " + key.HostName + ".", path,
            "Ask the member for the digits of its key, and remove the file with the wrong one."
            + " Keep the folder of keys out of programs that synchronise files.");
    }

    private List<string> CopiesOf(KnownKey key)
    {
        var copies = new List<string>();
        if (!Directory.Exists(_folder))
            return copies;
        foreach (string path in Directory.EnumerateFiles(_folder, "*" + Extension))
        {
            if (!IsOwnName(path) && KnownKeyFile.Read(AtomicFile.Read(path)) is { } other && PathOf(other) == PathOf(key))
                copies.Add(path);
        }
        return copies;
    }

    // A name of 32 hex digits cannot be a copy, so its file need not be read.
    private static bool IsOwnName(string path) => Guid.TryParseExact(Path.GetFileNameWithoutExtension(path), "N", out _);

    private KnownKey Remember(string path, KnownKey key)
    {
        _seen[path] = new Seen(File.GetLastWriteTimeUtc(path), key);
        return key;
    }

    // A damaged file is an error: without its pin a member could come with any key.
    private static KnownKey Read(string path) => KnownKeyFile.Read(AtomicFile.Read(path)) ?? throw new IpMsgException(
        IpMsgErrorId.KeyStoreDamaged, "The file " + path + " is damaged: it keeps the public key of a member.", path,
        "Restore it from a backup, or remove it; the member's next key is taken as its first then.");

    // Member names can be too long or contain characters that file names cannot.
    private string PathOf(KnownKey key)
    {
        using var sha = SHA256.Create();
        byte[] digest = sha.ComputeHash(Encoding.UTF8.GetBytes(key.UserName.ToUpperInvariant() + ":" + key.HostName.ToUpperInvariant()));
        return Path.Combine(_folder, BitConverter.ToString(digest, 0, 16).Replace("-", "").ToLowerInvariant() + Extension);
    }

    /// <summary>The time of a file that was read.</summary>
    private readonly struct Seen(DateTime written, KnownKey? key = null)
    {
        private readonly DateTime _written = written;
        private readonly bool _isCertain = DateTime.UtcNow - written > s_tick;

        internal KnownKey? Key { get; } = key;

        /// <summary>True when the file is certainly unchanged.</summary>
        internal bool IsStill(DateTime now) => _isCertain && now == _written;
    }
}
