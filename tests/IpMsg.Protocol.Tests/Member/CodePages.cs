using System.Runtime.CompilerServices;
using System.Text;

namespace IpMsg.Protocol.Tests;

/// <summary>Test hosts know no code pages until they are told (PowerShell tells itself).</summary>
internal static class CodePages
{
    [ModuleInitializer]
    internal static void Register() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
}
