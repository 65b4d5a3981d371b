using System;
using System.Reflection;
using System.Text;

namespace IpMsg.Node.Interop;

/// <summary>
/// Windows PowerShell's framework knows every code page; newer ones keep them in a provider that netstandard2.0 cannot name and that
/// a host may not have registered. It is part of those frameworks, so it is reached by reflection rather than shipped again.
/// </summary>
internal static class CodePagesProvider
{
    private static readonly Lazy<bool> s_registered = new(Register);

    /// <summary>True when the provider is registered; it is done at the first call. False where there is none.</summary>
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
