using System.Globalization;
using IpMsg.Node.Interop;

namespace IpMsg.Node.Storage.Keys;

/// <summary>
/// Checks the owner of the folders and files with keys. Another user could have created them in a shared folder, and would know the private
/// keys or could assign a public key to a wrong member. Only root and administrators, who can do that anyway, may have created them for the
/// user.
/// </summary>
internal static class KeyFolderOwnership
{
    /// <exception cref="IpMsgException">The folder belongs to another user.</exception>
    internal static void RequireOwn(string path)
    {
        if ((Platform.IsWindows ? WindowsSecurity.ForeignOwnerOf(path) : ForeignOwnerOnUnix(path)) is { } owner)
            throw Refuse(path, owner, Platform.IsWindows);
    }

    /// <summary>The error for a folder or file of another user.</summary>
    internal static IpMsgException Refuse(string path, string owner, bool isWindows) => new(
        IpMsgErrorId.InvalidKeyPath, path + " belongs to another user (" + owner + "), who may have chosen the keys in it.", path,
        "Give a folder of your own as -KeyPath; or make it yours if you know what is in it: "
        + (isWindows ? "icacls '" + path + "' /setowner $env:USERNAME /T" : "chown -R $(id -u) '" + path + "'"));

    private static string? ForeignOwnerOnUnix(string path)
    {
        if (SystemNative.GetStatus(path, followsLink: true, out var status) != 0 || status.User == 0 || status.User == LibCFiles.User)
            return null;
        return SystemNative.UserName(status.User) ?? status.User.ToString(CultureInfo.InvariantCulture);
    }
}
