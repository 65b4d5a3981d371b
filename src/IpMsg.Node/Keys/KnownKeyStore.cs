using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using IpMsg.Protocol;

namespace IpMsg.Node;

/// <summary>
/// The pinned keys of others, a file for each member, so that processes of one user add and remove without getting into each other's way.
/// </summary>
internal sealed class KnownKeyStore
{
    private const string Extension = ".json";

    private readonly string _folder;

    internal KnownKeyStore(UserFolder folder) => _folder = folder.PathOf("known-keys");

    /// <summary>All that is known.</summary>
    /// <exception cref="IpMsgException">A file is damaged, or cannot be read.</exception>
    internal IReadOnlyList<KnownKey> Load()
    {
        var keys = new List<KnownKey>();
        if (!Directory.Exists(_folder))
            return keys;
        foreach (string path in Read(_folder, () => Directory.GetFiles(_folder, "*" + Extension)))
        {
            // Without its pin a member would be believed whatever key it comes with, so this is not passed over.
            keys.Add(KnownKeyFile.Read(Read(path, () => File.ReadAllBytes(path))) ?? throw new IpMsgException(IpMsgReason.KeyStoreDamaged,
                "The file " + path + " is damaged: it keeps the public key of a member.", path, "Remove it; the member's next key is taken as its first then."));
        }
        return keys;
    }

    /// <summary>Keeps a key, in place of what was known of the member.</summary>
    internal void Save(KnownKey key)
    {
        PrivateFile.CreateFolder(Path.GetDirectoryName(_folder));
        PrivateFile.CreateFolder(_folder);
        AtomicFile.Replace(PathOf(key), KnownKeyFile.Write(key));
    }

    /// <summary>Forgets a member's key.</summary>
    internal void Remove(KnownKey key) => File.Delete(PathOf(key));

    // Names have characters and lengths that files may not have.
    private string PathOf(KnownKey key)
    {
        using var sha = SHA256.Create();
        byte[] digest = sha.ComputeHash(Encoding.UTF8.GetBytes(key.UserName.ToUpperInvariant() + ":" + key.HostName.ToUpperInvariant()));
        return Path.Combine(_folder, BitConverter.ToString(digest, 0, 16).Replace("-", "").ToLowerInvariant() + Extension);
    }

    private static T Read<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception reason) when (reason is IOException or UnauthorizedAccessException)
        {
            throw new IpMsgException(IpMsgReason.InvalidKeyPath, "The keys of others cannot be read from " + path + ": " + reason.Message, path, null, reason);
        }
    }
}
