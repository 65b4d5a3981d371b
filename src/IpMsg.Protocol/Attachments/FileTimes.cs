using System;

namespace IpMsg.Protocol.Attachments;

/// <summary>File times: seconds since 1970, or the FILETIME of IpMsg.Net (R77). Zero means unknown.</summary>
internal static class FileTimes
{
    // The year 2514. A larger value is in another unit.
    private const ulong MaxSeconds = 1UL << 34;
    private const ulong FileTimeOf1970 = 116444736000000000;
    private const ulong MaxFileTime = 2650467743999999999;

    internal static DateTimeOffset? Read(ulong value) => value switch
    {
        0 => null,
        <= MaxSeconds => DateTimeOffset.FromUnixTimeSeconds((long)value),
        >= FileTimeOf1970 and <= MaxFileTime => DateTimeOffset.FromFileTime((long)value).ToUniversalTime(),
        _ => null,
    };

    internal static ulong Write(DateTimeOffset? time) => time is { } known ? (ulong)Math.Max(0, known.ToUnixTimeSeconds()) : 0;
}
