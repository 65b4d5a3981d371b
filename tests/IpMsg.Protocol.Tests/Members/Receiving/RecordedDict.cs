using System;
using IpMsg.Protocol.IPDict;

namespace IpMsg.Protocol.Tests.Members.Receiving;

/// <summary>Changes to a recorded dictionary that correspond to those of the fields of format 1.</summary>
internal static class RecordedDict
{
    /// <summary>
    /// Number and names are inside of a dictionary, so they can only be added outside of it (fields 1 to 3). Other fields change the
    /// ciphertext.
    /// </summary>
    internal static byte[] Changed(in IpDict dict, (int Field, string Value)[] changes)
    {
        var copy = IpDictWriter.Of(dict);
        foreach (var (field, value) in changes)
        {
            dict.TryGet("EB"u8, out var encrypted);
            byte[] bytes = encrypted.ToArray();
            bytes[^field] ^= 1;
            _ = field switch
            {
                1 => copy.Set("PKT"u8, value),
                2 => copy.Set("UID"u8, value),
                3 => copy.Set("HID"u8, value),
                _ => copy.Set("EB"u8, (ReadOnlySpan<byte>)bytes),
            };
        }
        return copy.ToArray();
    }
}
