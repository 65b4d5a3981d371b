using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net;
using IpMsg.Node;
using IpMsg.Node.Contacts;
using IpMsg.Node.Interop;
using IpMsg.Node.Storage;
using IpMsg.Node.Transport;

namespace IpMsg.PowerShell.Runspaces;

/// <summary>Defaults from environment variables, for CI steps and implicitly started listeners.</summary>
internal static class EnvironmentDefaults
{
    /// <exception cref="IpMsgException">A variable has an invalid value.</exception>
    internal static NodeOptions Read() => new()
    {
        NickName = Get("IPMSG_NICKNAME"),
        GroupName = Get("IPMSG_GROUP"),
        Port = Port(),
        BroadcastTargets = BroadcastTargets(),
        Encoding = Get("IPMSG_ENCODING"),
        KeyPath = Folder(UserFolder.Variable, Platform.IsWindows),
        History = HistoryDefaults.ForListener(),
        Queue = HistoryDefaults.QueueOf(HistoryDefaults.ForListener()),
        ContactPaths = ContactPaths.Locate(Get(ContactPaths.Variable)),
    };

    private static int Port()
    {
        if (Get("IPMSG_PORT") is not { } text)
            return NodeOptions.StandardPort;
        if (ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ushort port))
            return port;
        throw Invalid("IPMSG_PORT", text, "a port from 0 to 65535");
    }

    private static List<IPEndPoint> BroadcastTargets()
    {
        var targets = new List<IPEndPoint>();
        foreach (string text in (Get("IPMSG_BROADCAST") ?? "").Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                targets.Add(EndPointText.Parse(text, 0));
            }
            catch (FormatException)
            {
                throw Invalid("IPMSG_BROADCAST", text, "addresses, with or without a port, separated by commas");
            }
        }
        return targets;
    }

    /// <summary>A folder. A relative one starts at the folder in which the process was started.</summary>
    /// <exception cref="IpMsgException">The value names a device or an alternate stream.</exception>
    internal static string? Folder(string name, bool isWindows) => Get(name) is not { } path ? null
        : PathCheck.Describe(path, isWindows) is { } flaw ? throw Invalid(name, path, "a folder: it " + flaw)
        : path;

    internal static string? Get(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    internal static IpMsgException Invalid(string name, string value, string wanted) =>
        new(
            IpMsgErrorId.InvalidEnvironment,
            "The environment variable " + name + " is '" + value + "', which is not " + wanted + ".",
            name,
            "Correct it or remove it.");
}
