using System;
using System.Runtime.InteropServices;

namespace IpMsg.Node.Interop;

/// <summary>
/// Protects files and folders on Windows. A folder in C:\ inherits that every user of the machine may change what is in it, so what the
/// user alone may read gets an access control list of its own.
/// </summary>
internal static class WindowsSecurity
{
    // Windows itself and its administrators, who can do everything anyway, as root can.
    private const string System = "S-1-5-18", Administrators = "S-1-5-32-544";
    private const string TrustedInstaller = "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464";
    private const string Everyone = "S-1-1-0", UnixUsers = "S-1-22-", Domain = "S-1-5-21-", DomainAdministrators = "-512";

    private static readonly Lazy<string?> s_user = new(Advapi32.CurrentUser);
    private static readonly Lazy<IntPtr> s_file = new(static () => Attributes(isFolder: false));
    private static readonly Lazy<IntPtr> s_folder = new(static () => Attributes(isFolder: true));

    /// <summary>The security of new files that only the user may use; zero when Windows does not tell who that is.</summary>
    internal static IntPtr PrivateFile => s_file.Value;

    /// <summary>The security of new folders that only the user may use, and of what is created in them.</summary>
    internal static IntPtr PrivateFolder => s_folder.Value;

    /// <summary>
    /// The text form of a security descriptor that only the user, Windows and its administrators may use. Nothing is inherited from the
    /// folder above. The user is the owner also in an elevated session, whose default owner is the group of administrators.
    /// </summary>
    internal static string Descriptor(string user, bool isFolder)
    {
        string flags = isFolder ? "OICI" : "";
        return $"O:{user}D:P(A;{flags};FA;;;{user})(A;{flags};FA;;;SY)(A;{flags};FA;;;BA)";
    }

    /// <summary>The owner of a file or folder when it is another user who is no administrator; otherwise null.</summary>
    internal static string? ForeignOwnerOf(string path) => ForeignOwner(Advapi32.OwnerOf(path), s_user.Value);

    /// <summary>The owner when it is another user who is no administrator; null also when the disk has no owners.</summary>
    internal static string? ForeignOwner(string? owner, string? user)
    {
        bool isOurs = owner is null || user is null || owner == user || owner is System or Administrators or TrustedInstaller
            || owner.StartsWith(Domain, StringComparison.Ordinal) && owner.EndsWith(DomainAdministrators, StringComparison.Ordinal);
        // FAT has no owners, and Windows says that everyone owns its files. A Samba server may not know the accounts of Windows.
        bool hasNoOwner = owner is Everyone || owner?.StartsWith(UnixUsers, StringComparison.Ordinal) == true;
        return isOurs || hasNoOwner ? null : owner;
    }

    /// <summary>Gives a file the access control list of <see cref="PrivateFile"/>. Does nothing where the disk has none.</summary>
    internal static void MakePrivate(string path)
    {
        if (s_user.Value is { } user && Advapi32.DescriptorOf(Descriptor(user, isFolder: false)) is var descriptor && descriptor != default)
            _ = Advapi32.SetAcl(path, descriptor);
    }

    // SECURITY_ATTRIBUTES, kept for the process.
    private static IntPtr Attributes(bool isFolder)
    {
        if (s_user.Value is not { } user || Advapi32.DescriptorOf(Descriptor(user, isFolder)) is var descriptor && descriptor == default)
            return IntPtr.Zero;
        var memory = Marshal.AllocHGlobal(3 * IntPtr.Size);
        Marshal.WriteIntPtr(memory, 0, IntPtr.Zero);
        Marshal.WriteInt32(memory, 3 * IntPtr.Size);
        Marshal.WriteIntPtr(memory, IntPtr.Size, descriptor);
        Marshal.WriteIntPtr(memory, 2 * IntPtr.Size, IntPtr.Zero);
        return memory;
    }
}
