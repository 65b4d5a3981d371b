using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using IpMsg.Protocol;
using Xunit;

namespace IpMsg.Node.Tests;

/// <summary>Files between two nodes on real sockets, encrypted (6.8).</summary>
public sealed class ProtectedTransferTests : IDisposable
{
    private const uint EncryptedFile = 0x800, Encrypted = 0x400000, Utf8 = 0x800000;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly TemporaryFolder _folder = new();
    private readonly List<MemberNode> _nodes = [];
    private readonly MemberNode _bob;
    private MemberNode _alice;

    public ProtectedTransferTests()
    {
        Directory.CreateDirectory(_folder["offered"]);
        Directory.CreateDirectory(_folder["target"]);
        _alice = Start("alice", 2);
        _bob = Start("bob", 3);
    }

    public void Dispose()
    {
        _nodes.ForEach(each => each.Stop());
        _folder.Dispose();
    }

    [Fact]
    public void R83_R92_a_file_arrives_whole_and_never_in_plaintext()
    {
        byte[] contents = Write("a.bin", 300_000);
        var order = Offer("a.bin", out var offer);
        Assert.Equal(SignatureStatus.Valid, Message.Envelope!.Check(KeyOf(_bob, Message.User, Message.Host)));
        byte[] wire = Talk(Request(order, out _, out var cipher), out _);
        Assert.True(wire.Length > contents.Length);
        Assert.True(wire.AsSpan().IndexOf(contents.AsSpan(1_000, 16)) < 0);
        using (cipher)
            cipher!.Transform(wire);
        Assert.True(wire.AsSpan().IndexOf(contents) > 0);

        var result = new AttachmentFetch(order, Options).Run(default);
        Assert.Equal(contents, File.ReadAllBytes(result.Path));
        Assert.True(SpinWait.SpinUntil(() => _alice.Read(_ => offer.Taken == 2), s_patience));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void R83_R92_small_files_arrive_too(int length)
    {
        byte[] contents = Write("a.bin", length);
        var result = new AttachmentFetch(Offer("a.bin", out _), Options).Run(default);
        Assert.Equal(contents, File.ReadAllBytes(result.Path));
    }

    [Fact]
    public void R91_R92_a_folder_arrives()
    {
        Directory.CreateDirectory(_folder[Path.Combine("offered", "docs", "deep")]);
        byte[] first = Write(Path.Combine("docs", "a.bin"), 70_000), second = Write(Path.Combine("docs", "deep", "b.bin"), 3);
        var result = new AttachmentFetch(Offer("docs", out _), Options).Run(default);
        Assert.Equal(first, File.ReadAllBytes(Path.Combine(result.Path, "a.bin")));
        Assert.Equal(second, File.ReadAllBytes(Path.Combine(result.Path, "deep", "b.bin")));
    }

    // Large enough for a thread of its own to decrypt what comes (ReadAhead): closing must not look like breaking off to the sender.
    [Theory]
    [InlineData("a.bin")]
    [InlineData("docs")]
    public void R89_R91_what_is_large_arrives_too_and_counts_as_taken(string offered)
    {
        Directory.CreateDirectory(_folder[Path.Combine("offered", "docs")]);
        string name = offered == "docs" ? Path.Combine("docs", "a.bin") : offered;
        byte[] contents = Write(name, 5_000_003);
        var result = new AttachmentFetch(Offer(offered, out var offer), Options).Run(default);
        Assert.True(contents.AsSpan().SequenceEqual(File.ReadAllBytes(_folder[Path.Combine("target", name)])));
        Assert.Equal(contents.Length, result.Bytes);
        Assert.True(SpinWait.SpinUntil(() => _alice.Read(_ => offer.Taken == 1), s_patience));
    }

    [Fact]
    public void R94_R92_an_image_arrives()
    {
        byte[] png = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
        File.WriteAllBytes(_folder[Path.Combine("offered", "a.png")], png);
        var order = Offer("a.png", out _, asImage: true);
        Assert.Equal(FileKind.Image, order.Attachment.Kind);
        var result = new AttachmentFetch(order, Options).Run(default);
        Assert.Equal(png, File.ReadAllBytes(result.Path));
    }

    [Fact]
    public void R92_a_recorded_request_is_refused_the_second_time_with_its_flag_and_without()
    {
        Write("a.bin", 1_000);
        var order = Offer("a.bin", out _);
        byte[] request = Request(order, out _, out _);
        Assert.NotEmpty(Talk(request, out _));
        Assert.Empty(Talk(request, out _));
        Assert.Empty(Talk(request, out _, from: 9));
        // Nobody signs the flag, and without it the contents are no less protected.
        Assert.Empty(Talk(WithoutFlag(request, EncryptedFile), out _));
    }

    [Fact]
    public void R92_without_its_flag_a_request_brings_no_plaintext()
    {
        byte[] contents = Write("a.bin", 1_000);
        var order = Offer("a.bin", out _);
        byte[] wire = Talk(WithoutFlag(Request(order, out _, out var cipher), EncryptedFile), out _);
        Assert.True(wire.AsSpan().IndexOf(contents.AsSpan(0, 16)) < 0);
        cipher!.Transform(wire);
        Assert.True(wire.AsSpan().IndexOf(contents) > 0);
        cipher.Dispose();
        Assert.Empty(Talk(WithoutFlag(Request(order, out _, out _), Encrypted), out _));
        Assert.Empty(Talk(WithoutFlag(Request(order, out _, out _), Encrypted | EncryptedFile), out _));
    }

    [Fact]
    public void R92_a_wrong_signature_or_somebody_elses_name_gets_nothing()
    {
        Write("a.bin", 1_000);
        var order = Offer("a.bin", out _);
        var stranger = new OwnKeys(PrivateKey.Generate(2048), null);
        Assert.Empty(Talk(Request(order with { Protection = order.Protection! with { Own = stranger } }, out _, out _), out _));
        Assert.Empty(Talk(Request(order with { UserName = "carol", HostName = "CAROL-PC" }, out _, out _), out _));
        // The signature counts, not the address.
        Assert.NotEmpty(Talk(Request(order, out _, out _), out _, from: 9));
    }

    [Fact]
    public void R92_damaged_requests_get_nothing()
    {
        Write("a.bin", 1_000);
        var order = Offer("a.bin", out var offer);
        for (int i = 0; i < 12; i++)
        {
            byte[] request = Request(order, out _, out _);
            // In the envelope's fields: a fingerprint in capitals is the same, and so are flags with bits that mean nothing.
            int fields = request.AsSpan().IndexOf(":41900004:"u8) + 10, at = fields + i * (request.Length - 4 - fields) / 12;
            request[at] = (byte)(request[at] == 'A' ? 'B' : 'A');
            Assert.Empty(Talk(request, out _));
        }
        Assert.Equal(0, offer.Taken);
        Assert.NotEmpty(Talk(Request(order, out _, out _), out _));
    }

    [Fact]
    public void R92_where_encryption_is_required_plain_requests_and_plain_contents_are_refused()
    {
        _alice.Stop();
        _alice = Start("alice", 2, EncryptionPolicy.Required);
        byte[] contents = Write("a.bin", 1_000);
        var order = Offer("a.bin", out _);
        Assert.Throws<IpMsgException>(() => new AttachmentFetch(order with { Protection = null }, Options).Run(default));
        Assert.Empty(Talk(Request(order, out _, out _, FileBodyProtection.RequestOnly), out _));
        Assert.Empty(Talk(Request(order, out _, out _, FileBodyProtection.None), out _));
        var result = new AttachmentFetch(order, Options).Run(default);
        Assert.Equal(contents, File.ReadAllBytes(result.Path));
    }

    [Fact]
    public void R92_the_reference_clients_form_brings_plain_contents_for_an_encrypted_request()
    {
        byte[] contents = Write("a.bin", 1_000);
        var order = Offer("a.bin", out _);
        byte[] request = Request(order, out _, out _, FileBodyProtection.RequestOnly);
        Assert.True(Talk(request, out _).AsSpan().IndexOf(contents) > 0);
        Assert.Empty(Talk(request, out _));
    }

    [Fact]
    public void R90_what_was_left_of_an_encrypted_fetch_begins_anew()
    {
        byte[] contents = Write("a.bin", 400_000);
        var order = Offer("a.bin", out _);
        order = order with { Server = Cut(order.Server, 150_000, 0, 10, int.MaxValue), LocalAddress = null };
        var options = Options with { Resumes = true };
        // A broken transfer leaves its beginning, until there is something to replace it.
        long left = 0;
        for (int attempt = 0; attempt < 3; attempt++)
        {
            Assert.Throws<IpMsgException>(() => new AttachmentFetch(order, options).Run(default));
            long length = new FileInfo(Directory.GetFiles(Assert.Single(Directory.GetDirectories(options.Folder)), "content").Single()).Length;
            Assert.InRange(length, Math.Max(1, left), 150_000);
            left = length;
        }
        var result = new AttachmentFetch(order, options).Run(default);
        Assert.Equal(contents, File.ReadAllBytes(result.Path));
        Assert.Equal((0, true), (result.ResumedAt, result.RestartedBecause is not null));
        Assert.Equal(["a.bin"], Directory.EnumerateFileSystemEntries(options.Folder).Select(Path.GetFileName));
    }

    [Fact]
    public void R92_a_server_that_answers_in_plaintext_is_found_out()
    {
        Write("a.bin", 5);
        var order = Offer("a.bin", out _);
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var thread = new Thread(() =>
        {
            using var socket = server.AcceptSocket();
            socket.Receive(new byte[4096]);
            socket.Send("0018:a.bin:5:1:14=0:\0hello"u8);
        });
        thread.Start();
        var failure = Assert.Throws<IpMsgException>(() => new AttachmentFetch(order with { Server = (IPEndPoint)server.LocalEndpoint, LocalAddress = null }, Options).Run(default));
        thread.Join();
        Assert.Equal(IpMsgReason.StreamMalformed, failure.Reason);
        Assert.Empty(Directory.GetFiles(_folder["target"]));
    }

    private FetchOptions Options => new(_folder["target"]) { Silence = TimeSpan.FromSeconds(5) };

    private IncomingMessage Message => _bob.Read(machine => machine.Waiting.Last());

    private MemberNode Start(string name, int address, EncryptionPolicy policy = EncryptionPolicy.Auto)
    {
        var node = MemberNode.Start(new NodeOptions
        {
            Address = IPAddress.Parse("127.0.0." + address),
            Port = 0,
            UserName = name,
            HostName = name.ToUpperInvariant() + "-PC",
            KeyPath = _folder["keys of " + name],
            IsSilent = true,
            Encoding = "shift_jis",
            Encryption = policy,
        });
        _nodes.Add(node);
        return node;
    }

    private byte[] Write(string name, int length)
    {
        byte[] contents = new byte[length];
        new Random(length).NextBytes(contents);
        File.WriteAllBytes(_folder[Path.Combine("offered", name)], contents);
        return contents;
    }

    private static PublicKey? KeyOf(MemberNode node, string user, string host) => node.Read(machine => machine.KnownKeyOf(user, host))?.Key;

    // Alice offers, Bob gets the message and has her key.
    private FetchOrder Offer(string name, out Offer offer, bool asImage = false)
    {
        _alice.Tell((machine, now) => machine.Introduce(now, _bob.LocalEndPoint));
        Assert.True(SpinWait.SpinUntil(() => _alice.Read(machine => machine.MemberAt(_bob.LocalEndPoint)) is not null, s_patience));
        var message = new OutgoingMessage("look") { Files = [FileOffering.Describe(_folder[Path.Combine("offered", name)], asImage)] };
        var delivery = _alice.Tell((machine, now) =>
        {
            var composition = machine.Compose(now, message, [_bob.LocalEndPoint]);
            machine.Dispatch(now, composition.Deliveries);
            return composition.Deliveries.Single();
        });
        Assert.True(SpinWait.SpinUntil(() => _alice.Read(_ => delivery.Status) == DeliveryStatus.Confirmed, s_patience), delivery.Status + " " + delivery.Reason);
        Assert.NotNull(delivery.Suite);
        offer = delivery.Offers.Single();
        var member = _bob.Read(machine => machine.MemberAt(_alice.LocalEndPoint))!;
        Assert.True(SpinWait.SpinUntil(() => KeyOf(_bob, member.UserName, member.HostName) is not null, s_patience));
        var key = _bob.Read(machine => machine.KnownKeyOf(member.UserName, member.HostName))!;
        var suite = SuiteSelection.Choose(_bob.Settings.Keys!.Capabilities, new PublicKeyAnswer(key.Capabilities, key.Key), allowsWeak: false).Suite;
        return new FetchOrder(_alice.LocalEndPoint, delivery.Number, Message.Attachments.Single())
        {
            UserName = _bob.Settings.UserName,
            HostName = _bob.Settings.HostName,
            LocalAddress = _bob.LocalEndPoint.Address,
            NextNumber = () => _bob.Tell((machine, now) => machine.DrawNumber(now)),
            Protection = new FetchProtection(_bob.Settings.Keys, key.Key, suite),
        };
    }

    private static byte[] Request(FetchOrder order, out uint number, out TransferCipher? cipher)
    {
        byte[] buffer = new byte[4096];
        var writer = new PacketWriter(buffer);
        number = order.NextNumber();
        cipher = order.Protection!.Write(ref writer, number, Encoding.UTF8.GetBytes(order.UserName), Encoding.UTF8.GetBytes(order.HostName), order.RequestFrom(0), isUtf8: true);
        Assert.NotNull(cipher);
        return buffer.AsSpan(0, writer.Length).ToArray();
    }

    // As the reference client asks, or an older one.
    private byte[] Request(FetchOrder order, out uint number, out TransferCipher? cipher, FileBodyProtection protection)
    {
        (number, cipher) = (order.NextNumber(), null);
        byte[] text = new byte[256];
        var inner = new PacketWriter(text);
        ProtectedFileRequest.Write(ref inner, order.RequestFrom(0), protection == FileBodyProtection.None ? FileRequestProof.None : new FileRequestProof(protection, null, number));
        byte[] plaintext = text.AsSpan(0, inner.Length).ToArray();
        var suite = order.Protection!.Suite;
        var envelope = EnvelopeSealer.Seal(plaintext, number, suite, order.Protection.Server, new byte[suite.SessionKeyLength], EnvelopeSignature.Make(plaintext, suite, _bob.Settings.Keys!.Usual!))!;
        byte[] buffer = new byte[4096];
        var writer = new PacketWriter(buffer);
        writer.Header(number, Encoding.UTF8.GetBytes(order.UserName), Encoding.UTF8.GetBytes(order.HostName), 0x62 | Encrypted | Utf8 | (protection == FileBodyProtection.None ? 0 : EncryptedFile));
        envelope.Write(ref writer);
        writer.Nul();
        return buffer.AsSpan(0, writer.Length).ToArray();
    }

    private static byte[] WithoutFlag(byte[] request, uint flag)
    {
        string[] parts = Encoding.Latin1.GetString(request).Split(':', 6);
        parts[4] = (uint.Parse(parts[4], System.Globalization.CultureInfo.InvariantCulture) & ~flag).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Encoding.Latin1.GetBytes(string.Join(':', parts));
    }

    private byte[] Talk(byte[] request, out bool wasReset, int from = 3)
    {
        wasReset = false;
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 20_000 };
        socket.Bind(new IPEndPoint(IPAddress.Parse("127.0.0." + from), 0));
        socket.Connect(_alice.LocalEndPoint);
        socket.Send(request);
        var all = new MemoryStream();
        byte[] buffer = new byte[65536];
        try
        {
            while (socket.Receive(buffer) is > 0 and var got)
            {
                all.Write(buffer, 0, got);
                // Some wait for us to close.
                if (socket.Available == 0 && !socket.Poll(500_000, SelectMode.SelectRead))
                    break;
            }
        }
        catch (SocketException reset) when (reset.SocketErrorCode is SocketError.ConnectionReset)
        {
            wasReset = true;
        }
        return all.ToArray();
    }

    // Passes requests on, and of each answer so many bytes.
    private static IPEndPoint Cut(IPEndPoint server, params int[] after)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        new Thread(() =>
        {
            foreach (int most in after)
            {
                using var near = listener.AcceptSocket();
                using var far = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                far.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.3"), 0));
                far.Connect(server);
                byte[] buffer = new byte[4096];
                far.Send(buffer, near.Receive(buffer), SocketFlags.None);
                try
                {
                    for (int left = most, got; left > 0 && (got = far.Receive(buffer, Math.Min(left, buffer.Length), SocketFlags.None)) > 0; left -= got)
                        near.Send(buffer, got, SocketFlags.None);
                }
                catch (SocketException)
                {
                    // One of them has what it wants.
                }
            }
            listener.Stop();
        })
        { IsBackground = true }.Start();
        return (IPEndPoint)listener.LocalEndpoint;
    }
}
