using System;
using System.Runtime.Serialization;
using System.Security.Cryptography;
using IpMsg.Protocol;

namespace IpMsg.Node;

/// <summary>One of our own key pairs as it is kept: the numbers in Base64, and on Windows all of them encrypted for the user.</summary>
[DataContract]
internal sealed class OwnKeyFile
{
    [DataMember(EmitDefaultValue = false, Order = 0)]
    public string? Modulus { get; set; }

    [DataMember(EmitDefaultValue = false, Order = 1)]
    public string? Exponent { get; set; }

    [DataMember(EmitDefaultValue = false, Order = 2)]
    public string? D { get; set; }

    [DataMember(EmitDefaultValue = false, Order = 3)]
    public string? P { get; set; }

    [DataMember(EmitDefaultValue = false, Order = 4)]
    public string? Q { get; set; }

    [DataMember(EmitDefaultValue = false, Order = 5)]
    public string? DP { get; set; }

    [DataMember(EmitDefaultValue = false, Order = 6)]
    public string? DQ { get; set; }

    [DataMember(EmitDefaultValue = false, Order = 7)]
    public string? InverseQ { get; set; }

    /// <summary>All of the above, encrypted for the user by Windows.</summary>
    [DataMember(EmitDefaultValue = false, Order = 8)]
    public string? Protected { get; set; }

    internal static byte[] Write(PrivateKey key)
    {
        var numbers = key.Export();
        byte[] plain = JsonFile<OwnKeyFile>.Write(new OwnKeyFile
        {
            Modulus = Text(numbers.Modulus),
            Exponent = Text(numbers.Exponent),
            D = Text(numbers.D),
            P = Text(numbers.P),
            Q = Text(numbers.Q),
            DP = Text(numbers.DP),
            DQ = Text(numbers.DQ),
            InverseQ = Text(numbers.InverseQ),
        });
        if (!Platform.IsWindows)
            return plain;
        byte[] hidden = UserProtection.Protect(plain);
        Array.Clear(plain, 0, plain.Length);
        return JsonFile<OwnKeyFile>.Write(new OwnKeyFile { Protected = Text(hidden) });
    }

    /// <summary>Null when the bytes are no key, or one that this user cannot read.</summary>
    internal static PrivateKey? Read(byte[] bytes)
    {
        var file = JsonFile<OwnKeyFile>.Read(bytes);
        // A folder that was filled elsewhere, for a service or a build, may have the numbers in the clear.
        if (Bytes(file?.Protected) is { } hidden)
            file = Platform.IsWindows && UserProtection.Unprotect(hidden) is { } plain ? JsonFile<OwnKeyFile>.Read(plain) : null;
        if (file?.Modulus is null || file.D is null)
            return null;
        return PrivateKey.Create(new RSAParameters
        {
            Modulus = Bytes(file.Modulus),
            Exponent = Bytes(file.Exponent),
            D = Bytes(file.D),
            P = Bytes(file.P),
            Q = Bytes(file.Q),
            DP = Bytes(file.DP),
            DQ = Bytes(file.DQ),
            InverseQ = Bytes(file.InverseQ),
        });
    }

    private static string? Text(byte[]? bytes) => bytes is null ? null : Convert.ToBase64String(bytes);

    // What is no Base64 is as good as missing: the key cannot be used.
    private static byte[]? Bytes(string? text)
    {
        try
        {
            return text is null ? null : Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
