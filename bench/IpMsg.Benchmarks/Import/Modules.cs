using System.Linq;
using System.Reflection;

namespace IpMsg.Benchmarks.Import;

/// <summary>The paths of the built manifests.</summary>
internal static class Modules
{
    internal static string Own => Find("ModuleManifest");

    internal static string Empty => Find("EmptyManifest");

    private static string Find(string key) =>
        typeof(Modules).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(each => each.Key == key).Value!;
}
