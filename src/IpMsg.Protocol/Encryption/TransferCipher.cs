using System;
using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace IpMsg.Protocol.Encryption;

/// <summary>
/// AES-256 in counter mode over all bytes that a server sends on one connection (R91). Encryption and decryption are the same operation. It
/// does not authenticate the contents.
/// </summary>
public sealed class TransferCipher : IDisposable
{
    /// <summary>The length of a key in bytes.</summary>
    public const int KeyLength = 32;

    private const int BlockLength = 16;

    // Many blocks for each call, because a call costs more than a block. Small enough that counters, keystream and contents share the
    // level-1 cache.
    private const int BufferLength = 8192;
    private const int BlocksInBuffer = BufferLength / BlockLength;

    private readonly Aes _aes;
    private readonly ICryptoTransform _blocks;
    private readonly byte[] _counters = new byte[BufferLength];
    private readonly byte[] _keystream = new byte[BufferLength];
    private ulong _high, _low;
    private int _used;

    /// <summary>Begins a stream.</summary>
    /// <param name="key">The request's key.</param>
    /// <param name="packetNumber">The digits of the request's packet number. Filled up with zeros, they are the first counter.</param>
    public TransferCipher(byte[] key, ReadOnlySpan<byte> packetNumber)
        : this(PacketNumberIv.Of(packetNumber, BlockLength), key)
    {
    }

    private TransferCipher(byte[] first, byte[] key)
    {
        if (key.Length != KeyLength)
            throw new ArgumentException($"The key has {KeyLength} bytes.", nameof(key));
        _high = BinaryPrimitives.ReadUInt64BigEndian(first);
        _low = BinaryPrimitives.ReadUInt64BigEndian(first.AsSpan(8));
        _aes = Aes.Create();
        _aes.Mode = CipherMode.ECB;
        _aes.Padding = PaddingMode.None;
        _blocks = _aes.CreateEncryptor(key, new byte[BlockLength]);
        // A buffer starts at a multiple of its length; the blocks before the first counter are skipped.
        int before = (int)(_low % BlocksInBuffer);
        _low -= (ulong)before;
        Count();
        Encrypt();
        _used = before * BlockLength;
    }

    /// <summary>Begins a stream with that counter of sixteen bytes, a big-endian number (R103).</summary>
    internal static TransferCipher At(byte[] key, byte[] counter) => new(counter, key);

    /// <summary>Encrypts or decrypts the next bytes of the stream in place.</summary>
    public void Transform(Span<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_used == BufferLength)
                Refill();
            int length = Math.Min(bytes.Length, BufferLength - _used);
            Xor(bytes.Slice(0, length), _keystream.AsSpan(_used, length));
            _used += length;
            bytes = bytes.Slice(length);
        }
    }

    /// <summary>Releases the key and clears the keystream.</summary>
    public void Dispose()
    {
        _blocks.Dispose();
        _aes.Dispose();
        Array.Clear(_keystream, 0, BufferLength);
    }

    private void Refill()
    {
        ulong high = _high, low = _low;
        if ((_low += BlocksInBuffer) == 0)
            _high++;
        Advance(BigEndian(_high ^ high), BigEndian(_low ^ low));
        Encrypt();
    }

    private void Encrypt()
    {
        _blocks.TransformBlock(_counters, 0, BufferLength, _keystream, 0);
        _used = 0;
    }

    private unsafe void Count()
    {
        fixed (byte* counters = _counters)
        {
            for (int i = 0; i < BlocksInBuffer; i++)
            {
                *(ulong*)(counters + i * BlockLength) = BigEndian(_high);
                *(ulong*)(counters + i * BlockLength + 8) = BigEndian(_low + (ulong)i);
            }
        }
    }

    // The counters of two successive buffers differ in the same bits each. XOR with them costs a quarter of a new count.
    private unsafe void Advance(ulong high, ulong low)
    {
        byte* difference = stackalloc byte[Vector<byte>.Count];
        for (int i = 0; i < Vector<byte>.Count; i += BlockLength)
            (*(ulong*)(difference + i), *(ulong*)(difference + i + 8)) = (high, low);
        var bits = *(Vector<byte>*)difference;
        fixed (byte* counters = _counters)
        {
            for (int i = 0; i < BufferLength; i += Vector<byte>.Count)
                *(Vector<byte>*)(counters + i) ^= bits;
        }
    }

    private static ulong BigEndian(ulong value) => BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;

    private static unsafe void Xor(Span<byte> bytes, ReadOnlySpan<byte> keystream)
    {
        // Pointers, because the bounds checks of two spans cost as much as the XOR.
        int i = 0;
        fixed (byte* target = bytes)
        fixed (byte* source = keystream)
        {
            for (; i <= bytes.Length - Vector<byte>.Count; i += Vector<byte>.Count)
                *(Vector<byte>*)(target + i) ^= *(Vector<byte>*)(source + i);
            for (; i < bytes.Length; i++)
                target[i] ^= source[i];
        }
    }
}
