using IpMsg.Protocol.Encryption;

namespace IpMsg.PowerShell.Output;

/// <summary>Names of cipher suites for display.</summary>
internal static class CipherSuiteName
{
    internal static string Of(CipherSuite suite) => Words(suite.KeySize) + ", " + Words(suite.Cipher)
        + ((suite.Flags & Capabilities.SignSha256) != 0 ? ", SHA-256" : (suite.Flags & Capabilities.SignSha1) != 0 ? ", SHA-1" : "");

    private static string Words(Capabilities one) => one switch
    {
        Capabilities.Rsa2048 => "RSA-2048",
        Capabilities.Rsa1024 => "RSA-1024",
        Capabilities.Rsa512 => "RSA-512",
        Capabilities.Aes256 => "AES-256",
        Capabilities.Blowfish128 => "Blowfish-128",
        Capabilities.Blowfish256 => "Blowfish-256",
        Capabilities.Rc2_256 => "RC2-256",
        Capabilities.Rc2_128 => "RC2-128",
        Capabilities.Rc2_40 => "RC2-40",
        _ => one.ToString(),
    };
}
