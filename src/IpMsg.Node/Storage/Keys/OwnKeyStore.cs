using System;
using System.IO;
using System.Security.Cryptography;
using System.Threading.Tasks;
using IpMsg.Node.Interop;
using IpMsg.Protocol.Encryption;

namespace IpMsg.Node.Storage.Keys;

/// <summary>Our key pairs, created once, private to the user, and shared by all processes of the user.</summary>
internal sealed class OwnKeyStore
{
    private const int UsualBits = 2048, OlderBits = 1024;

    private readonly UserFolder _folder;

    private readonly bool _isNamed;
    private readonly Func<PrivateKey, byte[]> _write;

    /// <param name="folder">The folder of the keys.</param>
    /// <param name="isNamed">True when the user chose the folder. Otherwise, in an unwritable folder, the keys last as long as the
    /// process.</param>
    /// <param name="write">The stored form of a key; null for <see cref="OwnKeyFile.Write"/>.</param>
    internal OwnKeyStore(UserFolder folder, bool isNamed, Func<PrivateKey, byte[]>? write = null)
    {
        _folder = folder;
        _isNamed = isNamed;
        _write = write ?? OwnKeyFile.Write;
    }

    /// <summary>Why the keys could not be stored and end with the process; null when they are stored.</summary>
    internal Exception? Problem { get; private set; }

    /// <summary>Reads the keys and creates the missing ones. Both at once, because that takes a tenth of a second or more.</summary>
    /// <exception cref="IpMsgException">A key file is damaged, or cannot be read or written.</exception>
    internal OwnKeys Open()
    {
        if (Directory.Exists(_folder.Path))
        {
            KeyFolderOwnership.RequireOwn(_folder.Path);
            AtomicFile.RemoveDrafts(_folder.Path);
        }
        var older = Task.Run(() => Open(OlderBits));
        var usual = Open(UsualBits);
        return new OwnKeys(usual, older.GetAwaiter().GetResult());
    }

    private PrivateKey Open(int bits)
    {
        string path = _folder.PathOf("own-key-" + bits + ".pem");
        try
        {
            if (File.Exists(path))
                return Read(path, bits);
            var key = PrivateKey.Generate(bits);
            // Of two processes that start for the first time together, one creates the key and the other reads it.
            return TrySave(path, key) ? key : Read(path, bits);
        }
        catch (Exception reason) when (reason is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new IpMsgException(IpMsgErrorId.InvalidKeyPath, "The key file " + path + " cannot be used: " + reason.Message, path,
                "Give a folder of your own as -KeyPath, or use -Encryption Off.", reason);
        }
    }

    private bool TrySave(string path, PrivateKey key)
    {
        try
        {
            _folder.Create();
            return AtomicFile.TryCreate(path, _write(key));
        }
        // Windows encrypts nothing for an account whose profile is not loaded.
        catch (Exception reason) when (
            !_isNamed && reason is IOException or UnauthorizedAccessException or CryptographicException)
        {
            Problem = reason;
            return true;
        }
    }

    private static PrivateKey Read(string path, int bits)
    {
        KeyFolderOwnership.RequireOwn(path);
        // A copied folder may be readable for everybody.
        if (Platform.IsWindows)
            WindowsSecurity.MakePrivate(path);
        else
            _ = LibC.chmod(path, LibC.UserOnlyFile);
        if (OwnKeyFile.Read(AtomicFile.Read(path)) is { } key && key.Public.Bits == bits)
            return key;
        // New keys without a question would look like a forgery to everyone who knows the old ones.
        throw new IpMsgException(IpMsgErrorId.KeyStoreDamaged, "The key file " + path + " is damaged, or another user's.", path,
            "Restore it from a backup. If there is none, remove it:"
            + " new keys are made then, and the members who know the old one have to accept them.");
    }
}
