using System.Globalization;
using IpMsg.Node.Interop;

namespace IpMsg.Node.Storage.Keys;

/// <summary>
/// Checks the owner of the folders and files with keys. Another user could have created them in a shared folder, and would know the private
/// keys or could assign a public key to a wrong member. Only root, who can do that anyway, may have created them for the user.
/// </summary>
internal static class KeyFolderOwnership
{
    /// <exception cref="IpMsgException">The folder belongs to another user.</exception>
    internal static void RequireOwn(string path)
    {
        if (Platform.IsWindows || SystemNative.GetStatus(path, followsLink: true, out var status) != 0)
            return;
        if (status.User == 0 || status.User == LibCFiles.User)
            return;
        string owner = SystemNative.UserName(status.User) ?? status.User.ToString(CultureInfo.InvariantCulture);
        throw new IpMsgException(IpMsgErrorId.InvalidKeyPath,
            path + " belongs to another user (" + owner + "), who may have chosen the keys in it.", path,
            "Give a folder of your own as -KeyPath; or make it yours with chown if you know what is in it.");
    }
}
