using System;
using System.Linq;
using System.Text;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Protocol.Tests.Encryption;

/// <summary>File requests that are encrypted and signed.</summary>
public class ProtectedFileRequestTests
{
    private const uint Number = 1700000020;
    private const MessageFlags WithFile = MessageFlags.Encrypted | ProtectedFileRequest.EncryptedFile;

    private static readonly FileRequest s_folder = new(Command.GetFolderFiles, 1700000010, 1073741824);
    private static readonly byte[] s_key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private static readonly FileRequestProof s_contents = new(FileBodyProtection.Contents, s_key, Number), s_requestOnly = new(FileBodyProtection.RequestOnly, null, Number);

    [Fact]
    [Rule(92)]
    public void R92_both_forms_are_those_of_the_appendix()
    {
        Assert.Equal(Vectors.EncryptedRequest + "\0", Text(s_folder, s_contents));
        Assert.Equal(Vectors.ProvenRequest + "\0", Text(s_folder, s_requestOnly));
        Assert.Equal("6553f10a:40000000:\0", Text(s_folder, FileRequestProof.None));
        Assert.Equal("6553f10a:40000000:5:4000000:6553f114\0", Text(s_folder with { Command = Command.GetFileData, Offset = 5 }, s_requestOnly));
        Assert.Equal((s_folder, FileBodyProtection.Contents, Number), Read(Command.GetFolderFiles, Vectors.EncryptedRequest));
        Assert.Equal((s_folder, FileBodyProtection.RequestOnly, Number), Read(Command.GetFolderFiles, Vectors.ProvenRequest + "\0"));
    }

    [Theory]
    [InlineData("6553f10a:40000000:", FileBodyProtection.None, null)]
    [InlineData("6553f10a:40000000:0:", FileBodyProtection.None, null)]
    [InlineData("6553f10a:40000000:0:4000000:6553f114", FileBodyProtection.RequestOnly, Number)]
    [InlineData("6553f10a:40000000:4000000:6553F114:", FileBodyProtection.RequestOnly, Number)]
    [InlineData("6553f10a:40000000:4000000", FileBodyProtection.None, null)]
    [InlineData("6553f10a:40000000:4000000:x", FileBodyProtection.None, null)]
    [InlineData("6553f10a:40000000:4000000:16553f114", FileBodyProtection.None, null)]
    [InlineData("6553f10a:40000000:4900000:6553f114", FileBodyProtection.None, null)]
    [InlineData("6553f10a:40000000:100000:6553f114", FileBodyProtection.None, null)]
    [InlineData("6553f10a:40000000:900000:6553f114", FileBodyProtection.None, null)]
    [InlineData("6553f10a:40000000:900000:{0}", FileBodyProtection.Contents, null)]
    [InlineData("6553f10a:40000000:900000:{0}:6553f114", FileBodyProtection.Contents, Number)]
    [InlineData("6553f10a:40000000:0:900000:{0}:6553f114", FileBodyProtection.Contents, Number)]
    [InlineData("6553f10a:40000000:900000:{0}0:6553f114", FileBodyProtection.None, null)]
    [InlineData("6553f10a:40000000:900000:x{0}:6553f114", FileBodyProtection.None, null)]
    [Rule(92)]
    public void R92_the_mode_is_exactly_one_of_two_and_the_second_needs_its_number(string body, FileBodyProtection protection, uint? number) =>
        Assert.Equal((s_folder, protection, number), Read(Command.GetFolderFiles, string.Format(null, body, Convert.ToHexString(s_key))));

    [Fact]
    [Rule(92)]
    public void R92_an_image_is_asked_for_with_an_offset()
    {
        var image = s_folder with { Command = Command.GetFileData };
        Assert.Equal((image, FileBodyProtection.RequestOnly, Number), Read(Command.GetFileData, "6553f10a:40000000:0:4000000:6553f114"));
        Assert.Equal((image with { Offset = 0x4000000 }, FileBodyProtection.None, null), Read(Command.GetFileData, "6553f10a:40000000:4000000:6553f114"));
        Assert.False(ProtectedFileRequest.TryRead(Command.GetFileData, "6553f10a"u8, out _, out _));
        Assert.False(ProtectedFileRequest.TryRead(Command.SendMessage, "6553f10a:40000000:"u8, out _, out _));
    }

    [Fact]
    [Rule(92)]
    public void R92_a_request_goes_through_an_envelope_and_an_assembler()
    {
        var envelope = Envelopes.Encrypted(0x41900004, Encoding.ASCII.GetBytes(Text(s_folder, s_contents)), Number);
        byte[] sent = WriterOutput.Bytes((ref writer) =>
        {
            writer.Header(Number, "alice"u8, "ALICE-PC"u8, (uint)Command.GetFolderFiles | (uint)(WithFile | MessageFlags.Utf8));
            envelope.Write(ref writer);
            writer.Nul();
        });
        var assembler = new FileRequestAssembler();
        Assert.Equal(FileRequestProgress.Complete, assembler.Feed(sent));
        Assert.True(assembler.TryRead(out var packet));
        Assert.Equal(0x00C00862u, packet.CommandWord);
        var decrypted = EnvelopeDecryptor.Decrypt(EnvelopeReader.Read(packet.Body)!, packet.Number, TestKeys.OfBob, TestKeys.Alice.Public);
        Assert.Equal(SignatureStatus.Valid, decrypted!.Signature);
        Assert.True(ProtectedFileRequest.TryRead(packet.Command, decrypted.Plaintext, out var request, out var proof));
        Assert.Equal((s_folder, FileBodyProtection.Contents), (request, proof.Protection));
        Assert.Equal(s_key, proof.Key);
    }

    [Fact]
    [Rule(92)]
    public void R92_a_number_that_does_not_rise_is_refused()
    {
        var replay = new RequestReplay();
        Assert.True(replay.TryAccept(0, out replay));
        Assert.False(replay.TryAccept(0, out replay));
        Assert.True(replay.TryAccept(Number, out replay));
        Assert.False(replay.TryAccept(Number, out replay));
        Assert.False(replay.TryAccept(Number - 1, out replay));
        Assert.True(replay.TryAccept(uint.MaxValue, out replay));
        Assert.Equal(uint.MaxValue, replay.Last);
    }

    [Theory]
    [InlineData(SignatureStatus.Valid, false, FileRequestVerdict.Encrypted)]
    [InlineData(SignatureStatus.Invalid, true, FileRequestVerdict.Refused)]
    [InlineData(SignatureStatus.UnknownKey, true, FileRequestVerdict.Refused)]
    [InlineData(SignatureStatus.None, true, FileRequestVerdict.Refused)]
    [Rule(92)]
    public void R92_protected_contents_go_to_a_valid_signature_alone(SignatureStatus signature, bool isSameAddress, FileRequestVerdict verdict)
    {
        var replay = new RequestReplay();
        Assert.Equal(verdict, FileRequestGuard.Judge(WithFile, signature, isSameAddress, s_contents, Number, ref replay));
        Assert.Equal(verdict == FileRequestVerdict.Refused ? null : Number, replay.Last);
    }

    [Fact]
    [Rule(92)]
    public void R92_the_guard_refuses_replays_and_requests_that_say_nothing()
    {
        var replay = new RequestReplay();
        Assert.Equal(FileRequestVerdict.Plain, Judge(s_requestOnly, Number, ref replay));
        Assert.Equal(FileRequestVerdict.Refused, Judge(s_requestOnly, Number, ref replay));
        Assert.Equal(FileRequestVerdict.Refused, Judge(s_contents with { Number = null }, Number, ref replay));
        Assert.Equal(FileRequestVerdict.Encrypted, Judge(s_contents with { Number = null }, Number + 1, ref replay));
        Assert.Equal(FileRequestVerdict.Refused, Judge(FileRequestProof.None, Number + 2, ref replay));
        Assert.Equal(Number + 1, replay.Last);
    }

    [Theory]
    [InlineData(SignatureStatus.Valid, false, FileRequestVerdict.Plain)]
    [InlineData(SignatureStatus.None, true, FileRequestVerdict.Plain)]
    [InlineData(SignatureStatus.Invalid, true, FileRequestVerdict.Plain)]
    [InlineData(SignatureStatus.Invalid, false, FileRequestVerdict.Refused)]
    [Rule(92)]
    public void R92_without_ENCFILEOPT_a_signature_or_the_address_is_enough(SignatureStatus signature, bool isSameAddress, FileRequestVerdict verdict)
    {
        var replay = new RequestReplay(Number);
        Assert.Equal(verdict, FileRequestGuard.Judge(MessageFlags.Encrypted, signature, isSameAddress, FileRequestProof.None, 1, ref replay));
    }

    [Fact]
    [Rule(92)]
    public void R92_taking_ENCFILEOPT_away_takes_away_neither_the_cipher_nor_the_rising_number()
    {
        var replay = new RequestReplay();
        Assert.Equal(FileRequestVerdict.Encrypted, Stripped(s_contents, SignatureStatus.Valid, ref replay));
        Assert.Equal(FileRequestVerdict.Refused, Stripped(s_contents, SignatureStatus.Valid, ref replay));
        Assert.Equal(FileRequestVerdict.Refused, Stripped(s_contents with { Number = Number + 1 }, SignatureStatus.Invalid, ref replay));
        Assert.Equal(FileRequestVerdict.Plain, Stripped(s_requestOnly with { Number = Number + 1 }, SignatureStatus.Valid, ref replay));
        Assert.Equal(FileRequestVerdict.Refused, Stripped(s_requestOnly with { Number = Number + 1 }, SignatureStatus.Valid, ref replay));
    }

    private static FileRequestVerdict Stripped(FileRequestProof proof, SignatureStatus signature, ref RequestReplay replay) =>
        FileRequestGuard.Judge(MessageFlags.Encrypted, signature, isSameAddress: true, proof, Number, ref replay);

    private static FileRequestVerdict Judge(FileRequestProof proof, uint number, ref RequestReplay replay) =>
        FileRequestGuard.Judge(WithFile, SignatureStatus.Valid, false, proof, number, ref replay);

    private static string Text(FileRequest request, FileRequestProof proof) => WriterOutput.Text((ref writer) => ProtectedFileRequest.Write(ref writer, request, proof));

    private static (FileRequest, FileBodyProtection, uint?) Read(Command command, string body)
    {
        Assert.True(ProtectedFileRequest.TryRead(command, Encoding.ASCII.GetBytes(body), out var request, out var proof));
        Assert.Equal(proof.Protection == FileBodyProtection.Contents ? s_key : null, proof.Key);
        return (request, proof.Protection, proof.Number);
    }
}
