using System;
using System.IO;
using System.Management.Automation;
using IpMsg.Node;
using IpMsg.PowerShell.Parameters;
using IpMsg.PowerShell.Runspaces;
using IpMsg.PowerShell.Tests.Engine;
using IpMsg.PowerShell.Tests.Errors;
using Xunit;

namespace IpMsg.PowerShell.Tests.Parameters;

/// <summary>Paths as users give them to parameters and variables.</summary>
[Collection("Alone")]
public sealed class FilePathTests : IDisposable
{
    private readonly Lan _lan = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("ipmsg-path-").FullName;

    public void Dispose()
    {
        _lan.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    // The engine would convert it to "file", which is the text that it was made from, as Windows PowerShell 5.1 does with every child item.
    [Fact]
    public void A_file_is_its_full_path()
    {
        var file = new FileInfo("file[1]");
        Assert.Equal(file.FullName, new FilePathAttribute().Transform(null!, file));
        Assert.Equal(file.FullName, new FilePathAttribute().Transform(null!, PSObject.AsPSObject(file)));
        Assert.Equal(WildcardPattern.Escape(file.FullName), new FilePathAttribute { IsPattern = true }.Transform(null!, file));
        Assert.Equal("text", new FilePathAttribute().Transform(null!, "text"));
    }

    [Theory]
    [InlineData("Start-IpMsgListener -LogPath", "InvalidLogPath")]
    [InlineData("Start-IpMsgListener -KeyPath", "InvalidKeyPath")]
    [InlineData("Start-IpMsgListener -DataPath", "InvalidDataPath")]
    [InlineData("Get-IpMsgHistory -DataPath", "InvalidDataPath")]
    [InlineData("Clear-IpMsgHistory -DataPath", "InvalidDataPath")]
    [InlineData("Save-IpMsgAttachment -InputObject x -Path", "InvalidDestination")]
    [InlineData("Save-IpMsgAttachment -InputObject x -LiteralPath", "InvalidDestination")]
    [InlineData("Send-IpMsg 127.9.9.9 x -Attachment", "AttachmentNotFound")]
    public void A_path_of_another_provider_is_refused_with_its_name(string command, string id)
    {
        var error = _lan.Session().Fails(id, command + " Variable:x");
        ErrorTests.Clear(error, error.CategoryInfo.Category);
        Assert.Contains("Variable", error.ToString(), StringComparison.Ordinal);
        Assert.Equal("Variable:x", error.TargetObject);
    }

    [Fact]
    public void A_drive_of_PowerShell_and_the_name_of_its_provider_lead_to_the_file_system()
    {
        var session = _lan.Session();
        session.Run("$state = $ExecutionContext.SessionState; $provider = $state.Provider.GetOne('FileSystem'); "
            + "$drive = [System.Management.Automation.PSDriveInfo]::new('Here', $provider, '" + _folder + "', '', $null); "
            + "$null = $state.Drive.New($drive, 'local')");
        foreach (string path in new[] { "Here:\\", "FileSystem::" + _folder, "Microsoft.PowerShell.Core\\FileSystem::" + _folder })
        {
            session.Run("Start-IpMsgListener" + _lan.At(1) + "-LogPath '" + path + "'; Stop-IpMsgListener");
            string log = Assert.Single(Directory.GetFiles(_folder));
            File.Delete(log);
        }
    }

    [Fact]
    public void A_variable_that_names_no_folder_on_Windows_is_named()
    {
        const string Name = "IPMSG_TEST_FOLDER";
        using var variable = new EnvironmentVariable(Name, "NUL");
        var refusal = Assert.Throws<IpMsgException>(() => EnvironmentDefaults.Folder(Name, isWindows: true));
        Assert.Equal((IpMsgErrorId.InvalidEnvironment, (object)Name), (refusal.ErrorId, refusal.Target));
        Assert.Equal(
            "The environment variable IPMSG_TEST_FOLDER is 'NUL', which is not a folder: it ends with a name that Windows reserves for a"
            + " device.", refusal.Message);
        Assert.Equal("NUL", EnvironmentDefaults.Folder(Name, isWindows: false));
    }

    [Fact]
    public void Only_Windows_has_a_prefix()
    {
        Assert.Equal(@"C:\x\*.txt", FilePaths.WithoutPrefix(@"\\?\C:\x\*.txt", isWindows: true));
        Assert.Equal(@"\\?\C:\x", FilePaths.WithoutPrefix(@"\\?\C:\x", isWindows: false));
    }

    // Windows PowerShell 5.1 needs the prefix for a long path, and early versions of PowerShell 7 misread it.
    [Fact]
    public void The_provider_gets_the_prefix_on_NET_Framework_only()
    {
        const string provider = "Microsoft.PowerShell.Core\\FileSystem::";
        string path = @"C:\" + new string('x', 300);
        Assert.Equal(provider + path, FilePaths.ForProvider(path, isWindows: true, isFramework: false));
        Assert.Equal(provider + @"\\?\" + path, FilePaths.ForProvider(path, isWindows: true, isFramework: true));
        Assert.Equal(provider + path, FilePaths.ForProvider(path, isWindows: false, isFramework: false));
        Assert.Equal(provider + @"C:\x", FilePaths.ForProvider(@"C:\x", isWindows: true, isFramework: true));
    }
}
