using System.Globalization;
using IpMsg.Node.Interop;

namespace IpMsg.Node.Storage.Keys;

/// <summary>
/// Whose the files and folders are that keys are kept in. Whoever could make them before us, in a folder for everybody, would know the keys or
/// say whose key is whose; only root, who can do that anyway, may have put them there for the user.
/// </summary>
internal static class KeyFolderOwnership
{
    /// <exception cref="IpMsgException">It is somebody else's.</exception>
    internal static void RequireOwn(string path)
    {
        if (Platform.IsWindows || SystemNative.GetStatus(path, followsLink: true, out var status) != 0 || status.User == 0 || status.User == LibCFiles.User)
            return;
        string owner = SystemNative.UserName(status.User) ?? status.User.ToString(CultureInfo.InvariantCulture);
        throw new IpMsgException(IpMsgErrorId.InvalidKeyPath,
            path + " belongs to another user (" + owner + "), who may have chosen the keys in it.", path,
            "Give a folder of your own as -KeyPath; or make it yours with chown if you know what is in it.");
    }
}
