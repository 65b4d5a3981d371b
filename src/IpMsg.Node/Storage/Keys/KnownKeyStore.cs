using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using IpMsg.Protocol.Members.Keys;

namespace IpMsg.Node.Storage.Keys;

/// <summary>
/// The pinned keys of others, a file for each member, which all processes of one user share: the first to see a member pins its key for
/// all of them, and what one forgets the others forget. Each process works with what it has in memory, and here it meets the others.
/// </summary>
internal sealed class KnownKeyStore
{
    private const string Extension = ".json";

    // What is written within one tick of a file system's clock cannot be told apart by its time.
    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(2);

    private readonly string _folder;
    private readonly Dictionary<string, Seen> _seen = [];
    private Seen? _seenFolder;

    internal KnownKeyStore(UserFolder folder) => _folder = folder.PathOf("known-keys");

    /// <summary>All that is known.</summary>
    /// <exception cref="IpMsgException">A file is damaged, or cannot be read.</exception>
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
            throw new IpMsgException(IpMsgErrorId.InvalidKeyPath, "The keys of others cannot be read: " + reason.Message, _folder, "Give a folder of your own as -KeyPath.", reason);
        }
    }

    /// <summary>What other processes have learnt and forgotten since. Costs one look at the folder when that is nothing.</summary>
    internal (IReadOnlyList<KnownKey> Learnt, IReadOnlyList<KnownKey> Forgotten) Changes()
    {
        lock (_seen)
        {
            if (_seenFolder?.IsStill(Directory.GetLastWriteTimeUtc(_folder)) == true || !Directory.Exists(_folder))
                return ([], []);
        }
        try
        {
            // What we know of a member goes on counting; who starts next is told that its file is damaged.
            return Scan(static damage => { });
        }
        catch (Exception reason) when (reason is IOException or UnauthorizedAccessException)
        {
            return ([], []);
        }
    }

    /// <summary>Keeps a key. Returns what is known now, which others may have had a say in; null when they have forgotten it.</summary>
    /// <exception cref="IpMsgException">What is there is damaged.</exception>
    internal KnownKey? Keep(KnownKey key)
    {
        PrivateFile.CreateFolder(Path.GetDirectoryName(_folder));
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

    /// <summary>Forgets a member's key.</summary>
    internal void Remove(KnownKey key)
    {
        string path = PathOf(key);
        lock (_seen)
        {
            _seen.Remove(path);
            if (File.Exists(path))
                File.Delete(path);
            // A copy that another program made under another name would bring the key back.
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
        var there = Read(path);
        var joined = key.MergedWith(there, isLater);
        if (joined != there)
            AtomicFile.Replace(path, KnownKeyFile.Write(joined));
        return Remember(path, joined);
    }

    private (IReadOnlyList<KnownKey> Learnt, IReadOnlyList<KnownKey> Forgotten) Scan(Action<IpMsgException> onDamage)
    {
        var (learnt, forgotten) = (new List<KnownKey>(), new List<KnownKey>());
        lock (_seen)
        {
            _seenFolder = new Seen(Directory.GetLastWriteTimeUtc(_folder));
            var gone = new HashSet<string>(_seen.Keys);
            foreach (var file in new DirectoryInfo(_folder).EnumerateFiles("*" + Extension))
            {
                string path = file.FullName;
                gone.Remove(path);
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
                    gone.Add(path);
                }
                catch (IpMsgException exception)
                {
                    onDamage(exception);
                }
            }
            foreach (string path in gone)
            {
                if (_seen.TryGetValue(path, out var seen))
                    forgotten.Add(seen.Key!);
                _seen.Remove(path);
            }
        }
        return (learnt, forgotten);
    }

    /// <summary>
    /// True for a file that a program for synchronisation or backup left beside the original. It would take the original's place or not, by
    /// the order of their names. Without the original it counts, for then it was renamed.
    /// </summary>
    /// <exception cref="IpMsgException">It has another key than the original, and only the user knows which one is right.</exception>
    private bool IsCopy(string path, KnownKey key)
    {
        string original = PathOf(key);
        if (Path.GetFileName(original) == Path.GetFileName(path) || !File.Exists(original))
            return false;
        if (Read(original).Key.Equals(key.Key))
            return true;
        throw new IpMsgException(IpMsgErrorId.KeyStoreDamaged,
            "The file " + path + " is a copy of " + original + " that another program made, and has another key of " + key.UserName + " at " + key.HostName + ".", path,
            "Ask the member for the digits of its key, and remove the file with the wrong one. Keep the folder of keys out of programs that synchronise files.");
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

    // 32 hexadecimal digits: others need not be read to know that they are no copies.
    private static bool IsOwnName(string path) => Guid.TryParseExact(Path.GetFileNameWithoutExtension(path), "N", out _);

    private KnownKey Remember(string path, KnownKey key)
    {
        _seen[path] = new Seen(File.GetLastWriteTimeUtc(path), key);
        return key;
    }

    // Without its pin a member would be believed whatever key it comes with, so a damaged file is not passed over.
    private static KnownKey Read(string path) => KnownKeyFile.Read(AtomicFile.Read(path)) ?? throw new IpMsgException(IpMsgErrorId.KeyStoreDamaged,
        "The file " + path + " is damaged: it keeps the public key of a member.", path, "Restore it from a backup, or remove it; the member's next key is taken as its first then.");

    // Names have characters and lengths that files may not have.
    private string PathOf(KnownKey key)
    {
        using var sha = SHA256.Create();
        byte[] digest = sha.ComputeHash(Encoding.UTF8.GetBytes(key.UserName.ToUpperInvariant() + ":" + key.HostName.ToUpperInvariant()));
        return Path.Combine(_folder, BitConverter.ToString(digest, 0, 16).Replace("-", "").ToLowerInvariant() + Extension);
    }

    /// <summary>When something was written that we have looked at.</summary>
    private readonly struct Seen(DateTime written, KnownKey? key = null)
    {
        private readonly DateTime _written = written;
        private readonly bool _isCertain = DateTime.UtcNow - written > s_tick;

        internal KnownKey? Key { get; } = key;

        /// <summary>True when it is certainly still the same.</summary>
        internal bool IsStill(DateTime now) => _isCertain && now == _written;
    }
}
