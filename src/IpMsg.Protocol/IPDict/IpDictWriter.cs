using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.IPDict;

/// <summary>A dictionary to send. Keys keep the order in which they were set first, because signatures depend on it (R101).</summary>
internal sealed class IpDictWriter
{
    private readonly List<(byte[] Key, byte[] Value)> _items = [];

    /// <summary>The length of the content.</summary>
    internal int ContentLength
    {
        get
        {
            int length = Math.Max(0, _items.Count - 1);
            foreach (var (key, value) in _items)
                length += key.Length + 1 + LengthOf(value);
            return length;
        }
    }

    /// <summary>The length of the whole dictionary with a content of that length.</summary>
    internal static int WholeLength(int content) =>
        IpDictFields.Start.Length + IpDictFields.DigitsOf(content) + 1 + content + IpDictFields.End.Length;

    /// <summary>Copies the items of a received dictionary.</summary>
    internal static IpDictWriter Of(in IpDict dict)
    {
        var copy = new IpDictWriter();
        foreach (var item in dict.Items)
            copy.Set(item.Key, item.Value);
        return copy;
    }

    /// <summary>Sets bytes. A key that exists keeps its position.</summary>
    internal IpDictWriter Set(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => Set(key, value.ToArray());

    /// <summary>Sets a number.</summary>
    internal IpDictWriter Set(ReadOnlySpan<byte> key, long number) => Set(key, BytesOf(number));

    /// <summary>Sets a text. NULs, which a text cannot contain, are left out.</summary>
    internal IpDictWriter Set(ReadOnlySpan<byte> key, string text) => Set(key, BytesOf(text));

    /// <summary>Sets a float.</summary>
    internal IpDictWriter Set(ReadOnlySpan<byte> key, double number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, BitConverter.DoubleToInt64Bits(number));
        return Set(key, ((ReadOnlySpan<byte>)bytes).TrimEnd(0));
    }

    /// <summary>Sets a nested dictionary, without its whole form.</summary>
    internal IpDictWriter Set(ReadOnlySpan<byte> key, IpDictWriter dict) => Set(key, dict.ContentToArray());

    /// <summary>Sets a nested dictionary in its whole form.</summary>
    internal IpDictWriter SetWhole(ReadOnlySpan<byte> key, IpDictWriter dict) => Set(key, dict.ToArray());

    /// <summary>Sets a list of serialised values: see <see cref="BytesOf(long)"/> and <see cref="ContentToArray"/>.</summary>
    internal IpDictWriter SetList(ReadOnlySpan<byte> key, IReadOnlyList<byte[]> values)
    {
        int length = Math.Max(0, values.Count - 1);
        foreach (byte[] each in values)
            length += LengthOf(each);
        byte[] bytes = new byte[length];
        var writer = new PacketWriter(bytes);
        for (int i = 0; i < values.Count; i++)
        {
            if (i > 0)
                writer.Byte((byte)':');
            Value(ref writer, values[i]);
        }
        return Set(key, bytes);
    }

    /// <summary>Removes a key; without effect when it does not exist.</summary>
    internal void Remove(ReadOnlySpan<byte> key)
    {
        if (IndexOf(key) is >= 0 and int index)
            _items.RemoveAt(index);
    }

    /// <summary>Serialises a number.</summary>
    internal static byte[] BytesOf(long number)
    {
        ulong magnitude = unchecked(number < 0 ? (ulong)-number : (ulong)number);
        return Encoding.ASCII.GetBytes((number < 0 ? "-" : "") + magnitude.ToString("x", CultureInfo.InvariantCulture));
    }

    /// <summary>Serialises a text. NULs, which a text cannot contain, are left out.</summary>
    internal static byte[] BytesOf(string text) => TextCodec.Utf8.GetBytes(text.IndexOf('\0') < 0 ? text : text.Replace("\0", ""));

    /// <summary>Serialises the content.</summary>
    internal byte[] ContentToArray()
    {
        byte[] bytes = new byte[ContentLength];
        var writer = new PacketWriter(bytes);
        Content(ref writer);
        return bytes;
    }

    /// <summary>Serialises the whole dictionary, from <c>IP2:</c> to <c>:Z</c>.</summary>
    internal byte[] ToArray()
    {
        int content = ContentLength;
        byte[] bytes = new byte[WholeLength(content)];
        var writer = new PacketWriter(bytes);
        writer.Bytes(IpDictFields.Start);
        writer.Hex((uint)content);
        writer.Byte((byte)':');
        Content(ref writer);
        writer.Bytes(IpDictFields.End);
        return bytes;
    }

    private static int LengthOf(byte[] value) => IpDictFields.DigitsOf(value.Length) + 1 + value.Length;

    private static void Value(ref PacketWriter writer, byte[] value)
    {
        writer.Hex((uint)value.Length);
        writer.Byte((byte)':');
        writer.Bytes(value);
    }

    private void Content(ref PacketWriter writer)
    {
        for (int i = 0; i < _items.Count; i++)
        {
            if (i > 0)
                writer.Byte((byte)':');
            writer.Bytes(_items[i].Key);
            writer.Byte((byte)':');
            Value(ref writer, _items[i].Value);
        }
    }

    private IpDictWriter Set(ReadOnlySpan<byte> key, byte[] value)
    {
        if (key.IsEmpty || key.IndexOf((byte)':') >= 0)
            throw new ArgumentException("A key is not empty and has no colon.", nameof(key));
        if (IndexOf(key) is >= 0 and int index)
            _items[index] = (_items[index].Key, value);
        else
            _items.Add((key.ToArray(), value));
        return this;
    }

    private int IndexOf(ReadOnlySpan<byte> key)
    {
        for (int i = 0; i < _items.Count; i++)
        {
            if (key.SequenceEqual(_items[i].Key))
                return i;
        }
        return -1;
    }
}
