using System.IO;
using IpMsg.Node.Storage.Keys;
using IpMsg.Protocol.Members.Master;

namespace IpMsg.Node.Master;

/// <summary>Reads the options of a member master.</summary>
internal static class MasterSettingsReader
{
    /// <exception cref="IpMsgException">The key is neither digits nor a file with one key.</exception>
    internal static MasterSettings? Read(MasterOptions? options) => options is null ? null : new MasterSettings(options.Address)
    {
        Key = options.Key is { } key ? KeyOf(key) : null,
        Times = new MasterTimes((int)options.Poll.TotalMilliseconds, (int)options.Cycle.TotalMilliseconds),
    };

    private static MasterKey KeyOf(string text)
    {
        if (MasterKey.OfDigits(text) is { } digits)
            return digits;
        if (!File.Exists(text))
            throw Invalid(text, "'" + text + "' is neither the forty digits of a key nor a file.");
        var keys = PublicKeyFile.Read(text);
        return keys.Count == 1 ? new MasterKey(keys[0].Key) : throw Invalid(text, text + " has " + keys.Count + " keys instead of one.");
    }

    private static IpMsgException Invalid(string text, string message) => new(
        IpMsgErrorId.InvalidMasterKey, message, text,
        "On the master, Get-IpMsgKey -Own shows the digits, and Get-IpMsgKey -Own -ExportPath writes the file.");
}
