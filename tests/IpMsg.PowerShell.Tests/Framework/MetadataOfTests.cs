using System.Linq;
using System.Reflection;

namespace IpMsg.PowerShell.Tests.Framework;

/// <summary>What the build has told these tests.</summary>
internal static class MetadataOfTests
{
    internal static string Folder(string key) =>
        typeof(MetadataOfTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(each => each.Key == key).Value!;
}
