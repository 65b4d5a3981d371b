using System;

namespace IpMsg.Node.Storage.History.Json;

/// <summary>Bytes in lines: Base64 strings.</summary>
internal static class JsonBytes
{
    /// <summary>Null when there is no string, or it is damaged.</summary>
    internal static byte[]? Read(string? text)
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
