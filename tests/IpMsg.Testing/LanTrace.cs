using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text;

namespace IpMsg.Testing;

/// <summary>The fate of each datagram: a hash over all of them, and a text of the last ones for the analysis of a failing seed.</summary>
public sealed class LanTrace
{
    private const ulong Prime = 0x100000001B3;
    private readonly Queue<(long At, char Fate, IPEndPoint From, IPEndPoint To, byte[] Datagram)> _last = new();

    /// <summary>The same for two runs exactly when they went the same way.</summary>
    public ulong Hash { get; private set; } = 0xCBF29CE484222325;

    /// <summary>How many datagrams to remember; none by default, for it costs memory.</summary>
    public int Remembers { get; set; }

    internal void Note(long at, char fate, IPEndPoint from, IPEndPoint to, byte[] datagram)
    {
        ulong hash = Hash;
        hash = (hash ^ (ulong)at) * Prime;
        hash = (hash ^ fate) * Prime;
        hash = Mix(Mix(hash, from), to);
        Hash = Mix(hash, datagram);
        if (Remembers == 0)
            return;
        _last.Enqueue((at, fate, from, to, datagram));
        if (_last.Count > Remembers)
            _last.Dequeue();
    }

    /// <summary>The remembered part, one line a datagram: time, fate, who to whom, the bytes with dots for what is not ASCII.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (at, fate, from, to, datagram) in _last)
            text.Append(CultureInfo.InvariantCulture, $"{at,9} {fate} {from} -> {to}  {Readable(datagram)}\n");
        return text.ToString();
    }

    // Not GetHashCode, which differs from process to process.
    private static ulong Mix(ulong hash, IPEndPoint endPoint)
    {
        Span<byte> address = stackalloc byte[16];
        endPoint.Address.TryWriteBytes(address, out int length);
        return (Mix(hash, address[..length]) ^ (uint)endPoint.Port) * Prime;
    }

    private static ulong Mix(ulong hash, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            hash = BitOperations.RotateLeft((hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes)) * Prime, 23);
        foreach (byte each in bytes)
            hash = (hash ^ each) * Prime;
        return hash;
    }

    private static string Readable(byte[] datagram) =>
        string.Create(datagram.Length, datagram, (target, bytes) =>
        {
            for (int i = 0; i < bytes.Length; i++)
                target[i] = bytes[i] is >= 0x20 and < 0x7F ? (char)bytes[i] : '.';
        });
}
