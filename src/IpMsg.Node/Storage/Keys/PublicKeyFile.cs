using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using IpMsg.Node.Interop;
using IpMsg.Protocol.Members.Keys;

namespace IpMsg.Node.Storage.Keys;

/// <summary>Public keys for the transport between machines: one JSON line each, nothing secret.</summary>
public static class PublicKeyFile
{
    /// <summary>Writes the keys.</summary>
    /// <exception cref="IpMsgException">The file cannot be written.</exception>
    public static void Write(string path, IEnumerable<KnownKey> keys)
    {
        var lines = new StringBuilder();
        foreach (var key in keys)
            lines.Append(Encoding.UTF8.GetString(KnownKeyFile.Write(key))).Append('\n');
        Try(path, () =>
        {
            File.WriteAllText(SystemPath.Of(Path.GetFullPath(path)), lines.ToString());
            return true;
        });
    }

    /// <summary>Reads keys.</summary>
    /// <exception cref="IpMsgException">The file is unreadable, or a line is no key.</exception>
    public static IReadOnlyList<KnownKey> Read(string path)
    {
        var keys = new List<KnownKey>();
        foreach (string line in Try(path, () => File.ReadAllLines(SystemPath.Of(Path.GetFullPath(path)))))
        {
            if (line.Trim().Length == 0)
                continue;
            keys.Add(KnownKeyFile.Read(Encoding.UTF8.GetBytes(line))
                ?? throw new IpMsgException(IpMsgErrorId.InvalidKeyFile,
                    "Line " + (keys.Count + 1) + " of " + path + " is no public key.", path,
                    "Get-IpMsgKey -ExportPath writes such files."));
        }
        return keys;
    }

    private static T Try<T>(string path, Func<T> use)
    {
        PathCheck.Require(IpMsgErrorId.InvalidKeyFile, path);
        try
        {
            return use();
        }
        catch (Exception reason) when (reason is IOException or UnauthorizedAccessException)
        {
            throw new IpMsgException(
                IpMsgErrorId.InvalidKeyFile, "The file " + path + " cannot be used: " + reason.Message, path, null, reason);
        }
    }
}
