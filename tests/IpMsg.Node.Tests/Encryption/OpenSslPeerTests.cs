using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using IpMsg.Node.Download;
using IpMsg.Node.Storage;
using IpMsg.Node.Storage.Keys;
using IpMsg.Node.Tests.Support;
using IpMsg.Node.Upload;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Tests.Encryption;
using Xunit;

namespace IpMsg.Node.Tests.Encryption;

/// <summary>Messages and files between a node and a client whose cryptography is openssl's alone, both ways.</summary>
public sealed class OpenSslPeerTests : IDisposable
{
    private const uint SendMessage = 0x20, Confirm = 0x21, Encrypted = 0x400000, Utf8 = 0x800000, SendCheck = 0x100, EncryptedFile = 0x800,
        GetFolderFiles = 0x62;
    private const uint Newer = 0x41900004, Older = 0x20900004;
    private const string Text = "会議は14時からです。";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly TemporaryFolder _folder = new();
    private MemberNode? _node;
    private OpenSslPeer? _peer;

    public void Dispose()
    {
        _node?.Stop();
        _peer?.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(Newer)]
    [InlineData(Older)]
    [Rule(57, 62, 63)]
    public void R57_R62_R63_messages_are_read_on_both_sides(uint capabilities)
    {
        Meet(capabilities);
        var (number, body) = Receive(new OutgoingMessage(Text), out var delivery);
        Assert.Equal(Text + "\0", Encoding.UTF8.GetString(_peer!.Decrypt(body, number, _peer.OwnKey, _peer.NodePublic)));
        _peer.Send(Confirm, number + "\0");
        Assert.True(SpinWait.SpinUntil(() => delivery.Status == DeliveryStatus.Confirmed, s_patience));

        string theirs = _peer.NextNumber();
        _peer.Send(SendMessage | SendCheck | Encrypted | Utf8, _peer.Encrypt(Encoding.UTF8.GetBytes(Text + "\0"), theirs), theirs);
        Assert.StartsWith(theirs, _peer.Await(Confirm).Body, StringComparison.Ordinal);
        var message = _node!.Inbox.GetWaiting().Single();
        Assert.Equal((Text, SignatureStatus.Valid), (message.Text, message.Envelope!.Check(_node.Keys.Find("carol", "CAROL-PC")!.Key)));
    }

    [Fact]
    [Rule(60)]
    public void R60_own_keys_and_fingerprints_are_those_that_openssl_finds_in_their_files()
    {
        Meet(Newer);
        Assert.Equal(FingerprintName.Read(_node!.Settings.UserName), OpenSslPeer.FingerprintOf(_peer!.NodeKey));
        foreach (var key in new[] { _node.Settings.Keys!.Usual!, _node.Settings.Keys.Older! })
            Assert.Equal(key.Public.Modulus.ToArray(), OpenSslPeer.Modulus(KeyFile(key.Public.Bits)));
        _peer.Send(0x72, "65920006\0");
        Assert.Equal(Convert.ToHexStringLower(OpenSslPeer.Modulus(_peer.NodeKey)),
            _peer.Await(0x73).Body.Split('-')[1].TrimEnd('\0').ToLowerInvariant());
    }

    [Theory]
    [InlineData("-traditional")]
    [InlineData]
    [Rule(57)]
    public void R57_own_keys_may_be_made_with_openssl(params string[] form)
    {
        using var openSsl = new OpenSsl(["genrsa", .. form, "512"]);
        var folder = UserFolder.Locate(_folder["keys"]);
        folder.Create();
        byte[][] moduli = [.. new[] { 2048, 1024 }.Select(bits =>
        {
            File.WriteAllBytes(KeyFile(bits),
                OpenSsl.Run([], ["genrsa", .. form, bits.ToString(System.Globalization.CultureInfo.InvariantCulture)]));
            return Convert.FromHexString(
                Encoding.ASCII.GetString(OpenSsl.Run([], "rsa", "-in", KeyFile(bits), "-noout", "-modulus")).Trim()["Modulus=".Length..]);
        })];
        var keys = new OwnKeyStore(folder, isNamed: true).Open();
        Assert.Equal(moduli, [keys.Usual!.Public.Modulus.ToArray(), keys.Older!.Public.Modulus.ToArray()]);
    }

    [Fact]
    [Rule(91, 92)]
    public void R91_R92_a_file_is_fetched_with_openssl()
    {
        Meet(Newer);
        byte[] contents = new byte[1_000_001], key = new byte[32];
        new Random(91).NextBytes(contents);
        new Random(92).NextBytes(key);
        File.WriteAllBytes(_folder["offered.bin"], contents);
        var (number, _) = Receive(new OutgoingMessage("look") { Files = [OfferFactory.Describe(_folder["offered.bin"], asImage: false)] },
            out var delivery);
        _peer!.Send(Confirm, number + "\0");

        string request = _peer.NextNumber();
        string plaintext =
            $"{delivery.Number:x}:{delivery.Offers.Single().Attachment.Id:x}:900000:{Convert.ToHexStringLower(key)}:"
                + $"{uint.Parse(request, System.Globalization.CultureInfo.InvariantCulture):x}\0";
        byte[] wire = Ask(_peer.Packet(GetFolderFiles | Encrypted | Utf8 | EncryptedFile,
            _peer.Encrypt(Encoding.ASCII.GetBytes(plaintext), request), request));
        byte[] stream = OpenSslPeer.Ctr(wire, key, request);
        int header = Convert.ToInt32(Encoding.ASCII.GetString(stream, 0, 4), 16);
        Assert.Contains(":offered.bin:", Encoding.UTF8.GetString(stream, 0, header), StringComparison.Ordinal);
        Assert.True(stream.AsSpan(header).SequenceEqual(contents));
    }

    [Fact]
    [Rule(91, 92)]
    public void R91_R92_a_file_is_served_with_openssl()
    {
        Meet(Newer);
        byte[] contents = new byte[1_000_001];
        new Random(93).NextBytes(contents);
        byte[] stream = [.. "0018:a.bin:f4241:1:14=0:"u8, .. contents];
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        string asked = "";
        var thread = new Thread(() =>
        {
            using var socket = server.AcceptSocket();
            byte[] buffer = new byte[4096];
            string[] fields = Encoding.Latin1.GetString(buffer, 0, socket.Receive(buffer)).Split(':', 6);
            asked = Encoding.ASCII.GetString(_peer!.Decrypt(fields[5], fields[1], _peer.OwnKey, _peer.NodePublic));
            socket.Send(OpenSslPeer.Ctr(stream, Convert.FromHexString(asked.Split(':')[3]), fields[1]));
        });
        thread.Start();
        var known = _node!.Keys.Find("carol", "CAROL-PC")!;
        var request = new DownloadRequest((IPEndPoint)server.LocalEndpoint, 0x6553f10a,
            new Attachment(0x40000000, "a.bin", contents.Length, FileKind.Regular))
        {
            UserName = _node.Settings.UserName,
            HostName = _node.Settings.HostName,
            NextNumber = () => 1_700_000_020,
            Protection = new DownloadProtection(_node.Settings.Keys!, known.Key,
                SuiteSelection.Choose(_node.Settings.Keys!.Capabilities, new PublicKeyAnswer(known.Capabilities, known.Key),
                    allowsWeak: false).Suite),
        };
        Directory.CreateDirectory(_folder["target"]);
        var result = new AttachmentDownload(request, new DownloadOptions(_folder["target"])).Run(default);
        thread.Join();
        Assert.Matches("^6553f10a:40000000:900000:[0-9a-f]{64}:6553f114\0$", asked);
        Assert.Equal(contents, File.ReadAllBytes(result.Path));
    }

    private string KeyFile(int bits) => _folder[Path.Combine("keys", "own-key-" + bits + ".pem")];

    // The node has its key from the first message to it.
    private void Meet(uint capabilities)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "key files are encrypted for the account there, and openssl cannot read them");
        _node = MemberNode.Start(new NodeOptions
        {
            Address = IPAddress.Parse("127.0.0.2"),
            Port = 0,
            UserName = "alice",
            HostName = "ALICE-PC",
            KeyPath = _folder["keys"],
            IsSilent = true,
        });
        _peer = new OpenSslPeer(_node.LocalEndPoint, KeyFile(2048), capabilities);
        _peer.Enter();
        Assert.True(SpinWait.SpinUntil(() => _node.Members.Find(_peer.EndPoint) is not null, s_patience));
        var (number, _) = Receive(new OutgoingMessage("hello"), out var delivery);
        Assert.NotNull(delivery.Suite);
        _peer.Send(Confirm, number + "\0");
    }

    private (string Number, string Body) Receive(OutgoingMessage message, out Delivery delivery)
    {
        var deliveries = _node!.Outbox.Compose(message, [_peer!.EndPoint]).Deliveries;
        _node.Outbox.Send(deliveries, null);
        delivery = deliveries.Single();
        return _peer!.Await(SendMessage);
    }

    private byte[] Ask(byte[] request)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 20_000 };
        socket.Bind(new IPEndPoint(_peer!.EndPoint.Address, 0));
        socket.Connect(_node!.LocalEndPoint);
        socket.Send(request);
        socket.Shutdown(SocketShutdown.Send);
        using var all = new MemoryStream();
        byte[] buffer = new byte[65_536];
        for (int got; (got = socket.Receive(buffer)) > 0;)
            all.Write(buffer, 0, got);
        return all.ToArray();
    }
}
