using System;
using System.IO;
using System.Runtime.Serialization;
using System.Runtime.Serialization.Json;
using System.Xml;

namespace IpMsg.Node.Storage.Keys;

/// <summary>Small objects as JSON.</summary>
internal static class JsonFile<T> where T : class
{
    private static readonly DataContractJsonSerializer s_serializer = new(typeof(T));

    internal static byte[] Write(T value)
    {
        using var bytes = new MemoryStream();
        s_serializer.WriteObject(bytes, value);
        return bytes.ToArray();
    }

    /// <summary>Null when the bytes are no such object.</summary>
    internal static T? Read(byte[] bytes)
    {
        // The serializer is content with an object that breaks off between two members.
        int last = Array.FindLastIndex(bytes, static each => each > ' ');
        if (last < 0 || bytes[last] != '}')
            return null;
        try
        {
            return s_serializer.ReadObject(new MemoryStream(bytes)) as T;
        }
        // Not all that it finds wrong is wrapped in an exception of its own.
        catch (Exception reason) when (reason is SerializationException or XmlException or FormatException or ArgumentException or OverflowException)
        {
            return null;
        }
    }
}
