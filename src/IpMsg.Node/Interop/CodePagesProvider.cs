using System;
using System.Reflection;
using System.Text;

namespace IpMsg.Node.Interop;

/// <summary>
/// Registers the code pages. .NET Framework has them all; newer runtimes keep them in a provider that netstandard2.0 cannot reference and
/// that a host may not have registered. The runtime contains it, so reflection finds it.
/// </summary>
internal static class CodePagesProvider
{
    private static readonly Lazy<bool> s_registered = new(Register);

    /// <summary>Registers the provider at the first call. Returns false where there is none.</summary>
    internal static bool TryRegister() => s_registered.Value;

    private static bool Register()
    {
        var type = Type.GetType("System.Text.CodePagesEncodingProvider, System.Text.Encoding.CodePages");
        if (type?.GetProperty("Instance", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) is not EncodingProvider provider)
            return false;
        Encoding.RegisterProvider(provider);
        return true;
    }
}
