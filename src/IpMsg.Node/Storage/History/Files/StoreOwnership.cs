using System.Globalization;
using System.IO;
using IpMsg.Node.Interop;

namespace IpMsg.Node.Storage.History.Files;

/// <summary>
/// Checks the owner of what a store writes to. Another user could have created it in a shared folder, with a mode that shows the messages
/// to everybody. Only root and administrators, who can read them anyway, may have created it for the user. An existing folder on Windows
/// keeps its access control list.
/// </summary>
internal static class StoreOwnership
{
    /// <summary>Makes the folder of a store private to the user.</summary>
    /// <exception cref="IOException">The folder belongs to another user.</exception>
    internal static void TakeFolder(string path)
    {
        if (Platform.IsWindows && WindowsSecurity.ForeignOwnerOf(path) is { } other)
            throw Refuse(path, other);
        if (Platform.IsWindows || SystemNative.GetStatus(path, followsLink: true, out var status) != 0)
            return;
        RequireOwn(path, status);
        // A copied or restored folder may be readable for everybody. Some file systems have no modes.
        if (IsOpenToOthers(status))
            _ = LibC.chmod(path, LibC.UserOnlyFolder);
    }

    /// <exception cref="IOException">The file belongs to another user.</exception>
    internal static void RequireOwn(string path, in SystemNative.Status status)
    {
        if (status.User == 0 || status.User == LibCFiles.User)
            return;
        string owner = SystemNative.UserName(status.User) ?? status.User.ToString(CultureInfo.InvariantCulture);
        throw Refuse(path, owner);
    }

    private static IOException Refuse(string path, string owner) =>
        new($"'{path}' belongs to another user ({owner}), who could read the messages.");

    /// <summary>True when the mode lets others read, write or enter.</summary>
    internal static bool IsOpenToOthers(in SystemNative.Status status)
    {
        const int groupAndOthers = 0x3F; // 0077
        return (status.Mode & groupAndOthers) != 0;
    }
}
