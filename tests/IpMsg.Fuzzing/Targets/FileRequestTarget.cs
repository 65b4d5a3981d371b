using System;
using System.Collections.Generic;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Wire;

namespace IpMsg.Fuzzing.Targets;

/// <summary>A file request over TCP (R78 to R80, R84), at once and in pieces, and the plaintext of an encrypted one (R92, R106).</summary>
internal sealed class FileRequestTarget : FuzzTarget
{
    private readonly byte[] _buffer = new byte[PacketWriter.MaxDatagram];

    internal override string Name => "file-request";

    internal override IReadOnlyList<byte[]> Seeds { get; } = Targets.Seeds.Of(
        @"1:1700000020:bob:BOB-PC:8388704:6553f10a:40000000:0:\0",
        @"1:1700000020:bob:BOB-PC:8388706:6553f10a:40000000:\0",
        @"1_iptux 0.10.0:15:root:vm:2097250:6b032597:1:0\0",
        "1:1:u:h:96:1700000010:1073741824:10",
        @"1:1700000020:bob:BOB-PC:4196450:41900004:gj6YfDYh:4chBEKNh:FyH/6hwN\0",
        @"1:1:u:h:96:1:2:0:01800000:000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f:6553f10a\0",
        @"1:1:u:h:98:1:2:0:04000000:6553f10a\0",
        @"1:1:u:h:98:1:2:04000000:6553f10a\0");

    internal override IReadOnlyList<byte[]> Words { get; } = Targets.Seeds.Words(
        ":96:", ":98:", ":2097250:", ":4196450:", ":4000000:", ":1100000:", ":ffffffff:", ":7fffffffffffffff:", "\0");

    internal override void Run(ReadOnlySpan<byte> input)
    {
        var whole = new FileRequestAssembler();
        var progress = whole.Feed(input);
        var pieces = new FileRequestAssembler();
        for (int at = 0, size = 1 + input.Length % 7; at < input.Length; at += size)
            pieces.Feed(input.Slice(at, Math.Min(size, input.Length - at)));
        Require.That(progress == pieces.Progress && whole.Pause() == pieces.Pause(), "pieces");
        if (!whole.TryRead(out var packet))
            return;
        Require.That(pieces.TryRead(out var same) && same.Body.SequenceEqual(packet.Body) && packet.Body.IndexOf((byte)0) < 0, "body");
        Require.That(packet.Command is Command.GetFileData or Command.GetFolderFiles, "command");
        foreach (var numbers in new ReadOnlySpan<FileRequestNumbers>(
            [FileRequestNumbers.Hex, FileRequestNumbers.DecimalId, FileRequestNumbers.Decimal]))
        {
            if (FileRequestReader.TryRead(packet, out var request, numbers))
                WriteAgain(request);
        }
        ReadPlaintext(packet);
    }

    private void WriteAgain(FileRequest request)
    {
        Require.That(request.Offset >= 0, "offset");
        var writer = new PacketWriter(_buffer);
        FileRequestWriter.Write(ref writer, 7, "u"u8, "h"u8, request, isUtf8: true);
        var again = new FileRequestAssembler();
        Require.That(again.Feed(_buffer.AsSpan(0, writer.Length)) == FileRequestProgress.Complete, "written request");
        bool isRead = again.TryRead(out var packet);
        Require.That(isRead && FileRequestReader.TryRead(packet, out var same) && same == request, "written numbers");
    }

    // The body is taken for the plaintext of an envelope.
    private void ReadPlaintext(in Packet packet)
    {
        if (!ProtectedFileRequest.TryRead(packet.Command, packet.Body, out var request, out var proof))
            return;
        Require.That((proof.Protection == FileBodyProtection.Contents) == (proof.Key is { Length: TransferCipher.KeyLength }), "key");
        var writer = new PacketWriter(_buffer);
        ProtectedFileRequest.Write(ref writer, request, proof);
        bool isRead = ProtectedFileRequest.TryRead(packet.Command, _buffer.AsSpan(0, writer.Length), out var same, out var again);
        Require.That(isRead, "plaintext");
        Require.That(same == request && again.Protection == proof.Protection && again.Number == proof.Number, "written plaintext");
        Require.That(again.Key.AsSpan().SequenceEqual(proof.Key), "written key");
    }
}
