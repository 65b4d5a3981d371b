using System;
using System.Security.Cryptography;

namespace IpMsg.Protocol.Encryption;

/// <summary>
/// Creates the platform's RSA objects. tests/windows sets another class than the default one: wine lacks the CNG functions behind it, and
/// has those behind RSACryptoServiceProvider, the class that Windows PowerShell 5.1 gets by default.
/// </summary>
internal static class PlatformRsa
{
    /// <summary>Creates an RSA object without a key.</summary>
    internal static Func<RSA> Create { get; set; } = RSA.Create;
}
