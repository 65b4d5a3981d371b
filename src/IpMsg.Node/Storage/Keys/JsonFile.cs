using System;
using System.IO;
using System.Runtime.Serialization;
using System.Runtime.Serialization.Json;
using System.Xml;

namespace IpMsg.Node.Storage.Keys;

/// <summary>Reads and writes small JSON objects.</summary>
internal static class JsonFile<T> where T : class
{
    private static readonly DataContractJsonSerializer s_serializer = new(typeof(T));

    internal static byte[] Write(T value)
    {
        using var bytes = new MemoryStream();
        s_serializer.WriteObject(bytes, value);
        return bytes.ToArray();
    }

    /// <summary>Returns null when the bytes are no such object.</summary>
    internal static T? Read(byte[] bytes)
    {
        // The serializer accepts an object that ends between two members.
        int last = Array.FindLastIndex(bytes, static each => each > ' ');
        if (last < 0 || bytes[last] != '}')
            return null;
        try
        {
            return s_serializer.ReadObject(new MemoryStream(bytes)) as T;
        }
        // The serializer does not wrap every exception.
        catch (Exception reason) when (
            reason is SerializationException or XmlException or FormatException or ArgumentException or OverflowException)
        {
            return null;
        }
    }
}
