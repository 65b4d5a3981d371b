using System;
using System.Linq;
using IpMsg.PowerShell.Tests.Engine;
using Xunit;

namespace IpMsg.PowerShell.Tests.Framework;

/// <summary>The staged module on .NET Framework 4.7.2, the least that Windows PowerShell 5.1 is asked to run on.</summary>
public sealed class DesktopTests : IDisposable
{
    private readonly DesktopLibraries _libraries = new(StagedModule.Folder);

    public void Dispose() => _libraries.Dispose();

    public static TheoryData<string> Names => [.. s_shipped];

    private static readonly string[] s_shipped =
    [
        "BouncyCastle.Cryptography", "IpMsg.Node", "IpMsg.PowerShell", "IpMsg.Protocol", "System.Buffers", "System.Formats.Asn1",
        "System.Memory", "System.Numerics.Vectors", "System.Runtime.CompilerServices.Unsafe", "System.Security.Cryptography.ProtectedData",
    ];

    [Fact]
    public void Just_these_libraries_are_shipped() =>
        Assert.Equal(s_shipped, _libraries.Shipped.Select(each => each.Name.Name!).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void Everything_that_a_library_refers_to_is_there(string name)
    {
        var checker = new ReferenceChecker(_libraries);
        var missing = checker.Missing(_libraries.Shipped.Single(each => each.Name.Name == name)).ToList();
        Assert.True(missing.Count == 0, string.Join(Environment.NewLine, missing));
        Assert.InRange(checker.Count, 5, int.MaxValue);
    }

    [Fact]
    public void What_only_newer_frameworks_have_is_found_missing()
    {
        // This very test library is made for .NET 10.
        using var newer = new Library(typeof(DesktopTests).Assembly.Location);
        var missing = new ReferenceChecker(_libraries).Missing(newer).ToList();
        Assert.Contains(missing, each => each.Contains("the library System.Runtime, Version=10.0.0.0", StringComparison.Ordinal));
        Assert.Contains(missing, each => each.EndsWith("the type System.OperatingSystem", StringComparison.Ordinal));
    }
}
