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
    private static readonly FileRequestProof s_contents = new(FileBodyProtection.Contents, s_key, Number),
        s_requestOnly = new(FileBodyProtection.RequestOnly, null, Number);

    [Fact]
    [Rule(92)]
    public void R92_both_forms_are_those_of_the_appendix()
    {
        Assert.Equal(Vectors.EncryptedRequest + "\0", Text(s_folder, s_contents));
        Assert.Equal(Vectors.ProvenRequest + "\0", Text(s_folder, s_requestOnly));
        Assert.Equal("6553f10a:40000000:\0", Text(s_folder, FileRequestProof.None));
        Assert.Equal("6553f10a:40000000:5:4000000:6553f114\0",
            Text(s_folder with { Command = Command.GetFileData, Offset = 5 }, s_requestOnly));
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
    public void R92_the_mode_is_exactly_one_of_two_and_the_second_needs_its_number(string body, FileBodyProtection protection,
        uint? number) =>
        Assert.Equal((s_folder, protection, number), Read(Command.GetFolderFiles, string.Format(null, body, Convert.ToHexString(s_key))));

    [Fact]
    [Rule(92)]
    public void R92_an_image_is_asked_for_with_an_offset()
    {
        var image = s_folder with { Command = Command.GetFileData };
        Assert.Equal((image, FileBodyProtection.RequestOnly, Number), Read(Command.GetFileData, "6553f10a:40000000:0:4000000:6553f114"));
        Assert.Equal((image with { Offset = 0x4000000 }, FileBodyProtection.None, null),
            Read(Command.GetFileData, "6553f10a:40000000:4000000:6553f114"));
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
        uint? last = null;
        Assert.True(IsAccepted(s_requestOnly with { Number = 0 }, ref last));
        Assert.False(IsAccepted(s_requestOnly with { Number = 0 }, ref last));
        Assert.True(IsAccepted(s_requestOnly, ref last));
        Assert.False(IsAccepted(s_requestOnly, ref last));
        Assert.False(IsAccepted(s_requestOnly with { Number = Number - 1 }, ref last));
        Assert.True(IsAccepted(s_requestOnly with { Number = uint.MaxValue }, ref last));
        Assert.Equal(uint.MaxValue, last);
    }

    [Theory]
    [InlineData(SignatureStatus.Valid, false, true)]
    [InlineData(SignatureStatus.Invalid, true, false)]
    [InlineData(SignatureStatus.UnknownKey, true, false)]
    [InlineData(SignatureStatus.None, true, false)]
    [Rule(92)]
    public void R92_protected_contents_go_to_a_valid_signature_alone(SignatureStatus signature, bool isSameAddress, bool isAccepted)
    {
        uint? last = null;
        Assert.Equal(isAccepted, s_contents.IsAccepted(WithFile, signature, isSameAddress, Number, ref last));
        Assert.Equal(isAccepted ? Number : null, last);
    }

    [Fact]
    [Rule(92)]
    public void R92_replays_and_requests_without_a_proof_are_refused()
    {
        uint? last = null;
        Assert.True(IsAccepted(s_requestOnly, ref last));
        Assert.False(IsAccepted(s_requestOnly, ref last));
        Assert.False(IsAccepted(s_contents with { Number = null }, ref last));
        Assert.True(IsAccepted(s_contents with { Number = null }, ref last, packetNumber: Number + 1));
        Assert.False(IsAccepted(FileRequestProof.None, ref last, packetNumber: Number + 2));
        Assert.Equal(Number + 1, last);
    }

    [Theory]
    [InlineData(SignatureStatus.Valid, false, true)]
    [InlineData(SignatureStatus.None, true, true)]
    [InlineData(SignatureStatus.Invalid, true, true)]
    [InlineData(SignatureStatus.Invalid, false, false)]
    [Rule(92)]
    public void R92_without_ENCFILEOPT_a_signature_or_the_address_is_enough(SignatureStatus signature, bool isSameAddress, bool isAccepted)
    {
        uint? last = Number;
        Assert.Equal(isAccepted, FileRequestProof.None.IsAccepted(MessageFlags.Encrypted, signature, isSameAddress, 1, ref last));
    }

    [Fact]
    [Rule(92)]
    public void R92_taking_ENCFILEOPT_away_takes_away_neither_the_cipher_nor_the_rising_number()
    {
        uint? last = null;
        Assert.True(WithoutFlag(s_contents, SignatureStatus.Valid, ref last));
        Assert.False(WithoutFlag(s_contents, SignatureStatus.Valid, ref last));
        Assert.False(WithoutFlag(s_contents with { Number = Number + 1 }, SignatureStatus.Invalid, ref last));
        Assert.True(WithoutFlag(s_requestOnly with { Number = Number + 1 }, SignatureStatus.Valid, ref last));
        Assert.False(WithoutFlag(s_requestOnly with { Number = Number + 1 }, SignatureStatus.Valid, ref last));
    }

    private static bool WithoutFlag(FileRequestProof proof, SignatureStatus signature, ref uint? last) =>
        proof.IsAccepted(MessageFlags.Encrypted, signature, isSameAddress: true, Number, ref last);

    private static bool IsAccepted(FileRequestProof proof, ref uint? last, uint packetNumber = Number) =>
        proof.IsAccepted(WithFile, SignatureStatus.Valid, isSameAddress: false, packetNumber, ref last);

    private static string Text(FileRequest request, FileRequestProof proof) =>
        WriterOutput.Text((ref writer) => ProtectedFileRequest.Write(ref writer, request, proof));

    private static (FileRequest, FileBodyProtection, uint?) Read(Command command, string body)
    {
        Assert.True(ProtectedFileRequest.TryRead(command, Encoding.ASCII.GetBytes(body), out var request, out var proof));
        Assert.Equal(proof.Protection == FileBodyProtection.Contents ? s_key : null, proof.Key);
        return (request, proof.Protection, proof.Number);
    }
}
