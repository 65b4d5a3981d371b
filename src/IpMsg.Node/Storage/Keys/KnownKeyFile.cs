using System;
using System.Globalization;
using System.Net;
using System.Runtime.Serialization;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Keys;

namespace IpMsg.Node.Storage.Keys;

/// <summary>The stored form of a member's pinned key.</summary>
[DataContract]
internal sealed class KnownKeyFile
{
    [DataMember(Order = 0)]
    public string UserName { get; set; } = "";

    [DataMember(Order = 1)]
    public string HostName { get; set; } = "";

    [DataMember(Order = 2)]
    public string Modulus { get; set; } = "";

    [DataMember(Order = 3)]
    public long Exponent { get; set; }

    [DataMember(Order = 4)]
    public long Capabilities { get; set; }

    [DataMember(Order = 5)]
    public string FirstSeenAt { get; set; } = "";

    [DataMember(Order = 6)]
    public string FirstSeenFrom { get; set; } = "";

    [DataMember(Order = 7, EmitDefaultValue = false)]
    public string? DifferingModulus { get; set; }

    [DataMember(Order = 8, EmitDefaultValue = false)]
    public long DifferingExponent { get; set; }

    [DataMember(Order = 9, EmitDefaultValue = false)]
    public string? DifferedAt { get; set; }

    [DataMember(Order = 10, EmitDefaultValue = false)]
    public string? DifferedFrom { get; set; }

    // Older versions do not know the members from here on, and drop them when they write the file.
    [DataMember(Order = 11, EmitDefaultValue = false)]
    public string? NickName { get; set; }

    [DataMember(Order = 12, EmitDefaultValue = false)]
    public string? VerifiedAt { get; set; }

    [DataMember(Order = 13, EmitDefaultValue = false)]
    public string? DifferedNickName { get; set; }

    [DataMember(Order = 14, EmitDefaultValue = false)]
    public long DifferingCapabilities { get; set; }

    [DataMember(Order = 15, EmitDefaultValue = false)]
    public string? ConfirmedAt { get; set; }

    [DataMember(Order = 16, EmitDefaultValue = false)]
    public string? SignedAt { get; set; }

    internal static byte[] Write(KnownKey key) => JsonFile<KnownKeyFile>.Write(new KnownKeyFile
    {
        UserName = key.UserName,
        HostName = key.HostName,
        Modulus = Convert.ToBase64String(key.Key.Modulus.ToArray()),
        Exponent = key.Key.Exponent,
        Capabilities = (long)key.Capabilities,
        FirstSeenAt = Text(key.FirstSeenAt),
        FirstSeenFrom = key.FirstSeenFrom.ToString(),
        DifferingModulus = key.Differing is { } other ? Convert.ToBase64String(other.Modulus.ToArray()) : null,
        DifferingExponent = key.Differing?.Exponent ?? 0,
        DifferedAt = key.DifferedAt is { } at ? Text(at) : null,
        DifferedFrom = key.DifferedFrom?.ToString(),
        NickName = key.NickName,
        VerifiedAt = key.VerifiedAt is { } verifiedAt ? Text(verifiedAt) : null,
        DifferedNickName = key.DifferedNickName,
        DifferingCapabilities = (long)key.DifferingCapabilities,
        ConfirmedAt = key.ConfirmedAt is { } confirmedAt ? Text(confirmedAt) : null,
        SignedAt = key.SignedAt is { } signedAt ? Text(signedAt) : null,
    });

    /// <summary>Returns null when the bytes are no such file.</summary>
    internal static KnownKey? Read(byte[] bytes)
    {
        if (JsonFile<KnownKeyFile>.Read(bytes) is not { UserName.Length: > 0, HostName.Length: > 0 } file
            || KeyOf(file.Modulus, file.Exponent) is not { } key
            || Time(file.FirstSeenAt) is not { } firstSeenAt || !IPAddress.TryParse(file.FirstSeenFrom, out var firstSeenFrom))
            return null;
        // A damaged differing key makes the file invalid: that the member came with another key must not be forgotten.
        var differing = KeyOf(file.DifferingModulus, file.DifferingExponent);
        if (file.DifferingModulus is not null && differing is null)
            return null;
        return new KnownKey(file.UserName, file.HostName, key, (Capabilities)file.Capabilities, firstSeenAt, firstSeenFrom)
        {
            Differing = differing,
            DifferedAt = Time(file.DifferedAt),
            DifferedFrom = IPAddress.TryParse(file.DifferedFrom ?? "", out var from) ? from : null,
            NickName = file.NickName,
            VerifiedAt = Time(file.VerifiedAt),
            DifferedNickName = file.DifferedNickName,
            DifferingCapabilities = (Capabilities)file.DifferingCapabilities,
            ConfirmedAt = Time(file.ConfirmedAt),
            SignedAt = Time(file.SignedAt),
        };
    }

    private static PublicKey? KeyOf(string? modulus, long exponent)
    {
        try
        {
            return modulus is null
                ? null
                : PublicKey.Create(
                    Convert.FromBase64String(modulus),
                    [(byte)(exponent >> 24), (byte)(exponent >> 16), (byte)(exponent >> 8), (byte)exponent]);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string Text(DateTimeOffset time) => time.ToUniversalTime().ToString("o", CultureInfo.InvariantCulture);

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time) ? time : null;
}
