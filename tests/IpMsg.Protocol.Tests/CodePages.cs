using System.Runtime.CompilerServices;
using System.Text;

namespace IpMsg.Protocol.Tests;

/// <summary>PowerShell brings code pages along; a test host has to register them.</summary>
internal static class CodePages
{
    [ModuleInitializer]
    internal static void Register() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
}
