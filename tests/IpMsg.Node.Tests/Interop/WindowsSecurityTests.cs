using IpMsg.Node.Interop;
using IpMsg.Node.Storage.Keys;
using Xunit;

namespace IpMsg.Node.Tests.Interop;

public sealed class WindowsSecurityTests
{
    private const string Anna = "S-1-5-21-1004336348-1177238915-682003330-1001", Bob = "S-1-5-21-1004336348-1177238915-682003330-1002";

    [Fact]
    public void A_private_file_is_the_users_and_inherits_nothing()
    {
        Assert.Equal($"O:{Anna}D:P(A;;FA;;;{Anna})(A;;FA;;;SY)(A;;FA;;;BA)", WindowsSecurity.Descriptor(Anna, isFolder: false));
        Assert.Equal(
            $"O:{Anna}D:P(A;OICI;FA;;;{Anna})(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)", WindowsSecurity.Descriptor(Anna, isFolder: true));
    }

    [Theory]
    [InlineData(Anna)]
    [InlineData("S-1-5-18")] // SYSTEM
    [InlineData("S-1-5-32-544")] // Administrators
    [InlineData("S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464")] // TrustedInstaller
    [InlineData("S-1-5-21-1004336348-1177238915-682003330-512")] // Domain Admins
    [InlineData("S-1-1-0")] // FAT
    [InlineData("S-1-22-1-1000")] // Samba
    [InlineData(null)]
    public void The_user_and_administrators_may_have_made_a_key_folder(string? owner) =>
        Assert.Null(WindowsSecurity.ForeignOwner(owner, Anna));

    [Theory]
    [InlineData(Bob)]
    [InlineData("S-1-5-7")] // ANONYMOUS LOGON
    [InlineData("S-1-5-32-545")] // Users
    [InlineData("S-1-5-21-1004336348-1177238915-682003330-1512")]
    public void Another_user_may_not(string owner) => Assert.Equal(owner, WindowsSecurity.ForeignOwner(owner, Anna));

    [Fact]
    public void The_error_has_the_line_to_type()
    {
        var windows = KeyFolderOwnership.Refuse(@"C:\keys", Bob, isWindows: true);
        Assert.Equal(IpMsgErrorId.InvalidKeyPath, windows.ErrorId);
        Assert.Equal(@"C:\keys belongs to another user (" + Bob + "), who may have chosen the keys in it.", windows.Message);
        Assert.EndsWith(@"icacls 'C:\keys' /setowner $env:USERNAME /T", windows.Advice);
        Assert.EndsWith("chown -R $(id -u) '/keys'", KeyFolderOwnership.Refuse("/keys", "bob", isWindows: false).Advice);
    }
}
