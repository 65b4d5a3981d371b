using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using IpMsg.Node.Download;
using IpMsg.Node.Tests.Support;
using IpMsg.Node.Upload;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Wire;
using Xunit;

namespace IpMsg.Node.Tests.Encryption;

/// <summary>Two nodes with keys on real sockets: Alice offers files, Bob asks for them, properly or otherwise.</summary>
public abstract class EncryptedNodes : IDisposable
{
    internal const uint EncryptedFile = 0x800, Encrypted = 0x400000, Utf8 = 0x800000;

    internal static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(20);

    private readonly List<MemberNode> _nodes = [];

    protected EncryptedNodes()
    {
        Directory.CreateDirectory(Folder["offered"]);
        Directory.CreateDirectory(Folder["target"]);
        Alice = Start("alice", 2);
        Bob = Start("bob", 3);
    }

    internal TemporaryFolder Folder { get; } = new();

    internal MemberNode Alice { get; set; }

    internal MemberNode Bob { get; }

    internal DownloadOptions Options => new(Folder["target"]) { MaxSilence = TimeSpan.FromSeconds(5) };

    internal IncomingMessage Message => Bob.Inbox.GetWaiting()[^1];

    public virtual void Dispose()
    {
        _nodes.ForEach(each => each.Stop());
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    internal MemberNode Start(string name, int address, EncryptionPolicy policy = EncryptionPolicy.Auto)
    {
        var node = MemberNode.Start(new NodeOptions
        {
            Address = IPAddress.Parse("127.0.0." + address),
            Port = 0,
            UserName = name,
            HostName = name.ToUpperInvariant() + "-PC",
            KeyPath = Folder["keys of " + name],
            IsSilent = true,
            Encoding = "shift_jis",
            Encryption = policy,
        });
        _nodes.Add(node);
        return node;
    }

    internal byte[] Write(string name, int length)
    {
        byte[] contents = new byte[length];
        new Random(length).NextBytes(contents);
        File.WriteAllBytes(Folder[Path.Combine("offered", name)], contents);
        return contents;
    }

    internal static PublicKey? KeyOf(MemberNode node, string user, string host) => node.Keys.Find(user, host)?.Key;

    // Alice offers, Bob gets the message and has her key.
    internal DownloadRequest Offer(string name, out Offer offer, bool asImage = false, EncryptionPolicy? encryption = null)
    {
        Alice.Members.Introduce(Bob.LocalEndPoint);
        Assert.True(SpinWait.SpinUntil(() => Alice.Members.Find(Bob.LocalEndPoint) is not null, MaxWait));
        var message = new OutgoingMessage("look")
        {
            Files = [OfferFactory.Describe(Folder[Path.Combine("offered", name)], asImage)],
            Encryption = encryption,
        };
        var deliveries = Alice.Outbox.Compose(message, [Bob.LocalEndPoint]).Deliveries;
        Alice.Outbox.Send(deliveries, null);
        var delivery = deliveries.Single();
        Assert.True(SpinWait.SpinUntil(() => delivery.Status == DeliveryStatus.Confirmed, MaxWait),
            delivery.Status + " " + delivery.Reason);
        Assert.NotNull(delivery.Suite);
        offer = delivery.Offers.Single();
        var member = Bob.Members.Find(Alice.LocalEndPoint)!;
        Assert.True(SpinWait.SpinUntil(() => KeyOf(Bob, member.UserName, member.HostName) is not null, MaxWait));
        var key = Bob.Keys.Find(member.UserName, member.HostName)!;
        var suite = SuiteSelection.Choose(Bob.Settings.Keys!.Capabilities, new PublicKeyAnswer(key.Capabilities, key.Key),
            allowsWeak: false).Suite;
        return new DownloadRequest(Alice.LocalEndPoint, delivery.Number, Message.Attachments.Single())
        {
            UserName = Bob.Settings.UserName,
            HostName = Bob.Settings.HostName,
            LocalAddress = Bob.LocalEndPoint.Address,
            NextNumber = () => Bob.Outbox.NextPacketNumber(),
            Protection = new DownloadProtection(Bob.Settings.Keys, key.Key, suite),
        };
    }

    internal static byte[] Request(DownloadRequest request, out uint number, out TransferCipher? cipher) =>
        Request(request, out number, out cipher, request.RequestFrom(0));

    internal static byte[] Request(DownloadRequest request, out uint number, out TransferCipher? cipher, FileRequest asked)
    {
        byte[] buffer = new byte[4096];
        var writer = new PacketWriter(buffer);
        number = request.NextNumber();
        cipher = request.Protection!.Write(ref writer, number, Encoding.UTF8.GetBytes(request.UserName),
            Encoding.UTF8.GetBytes(request.HostName), asked, isUtf8: true);
        Assert.NotNull(cipher);
        return buffer.AsSpan(0, writer.Length).ToArray();
    }

    // As the reference client asks, or an older one.
    internal byte[] Request(DownloadRequest request, out uint number, out TransferCipher? cipher, FileBodyProtection protection)
    {
        (number, cipher) = (request.NextNumber(), null);
        byte[] text = new byte[256];
        var inner = new PacketWriter(text);
        ProtectedFileRequest.Write(ref inner, request.RequestFrom(0),
            protection == FileBodyProtection.None ? FileRequestProof.None : new FileRequestProof(protection, null, number));
        byte[] plaintext = text.AsSpan(0, inner.Length).ToArray();
        var suite = request.Protection!.Suite;
        var envelope = EnvelopeEncryptor.Encrypt(plaintext, number, suite, request.Protection.Server, new byte[suite.SessionKeyLength],
            EnvelopeSignature.Make(plaintext, suite, Bob.Settings.Keys!.Usual!))!;
        byte[] buffer = new byte[4096];
        var writer = new PacketWriter(buffer);
        writer.Header(number, Encoding.UTF8.GetBytes(request.UserName), Encoding.UTF8.GetBytes(request.HostName),
            0x62 | Encrypted | Utf8 | (protection == FileBodyProtection.None ? 0 : EncryptedFile));
        envelope.Write(ref writer);
        writer.Nul();
        return buffer.AsSpan(0, writer.Length).ToArray();
    }

    internal static byte[] WithoutFlag(byte[] request, uint flag)
    {
        string[] parts = Encoding.Latin1.GetString(request).Split(':', 6);
        parts[4] = (uint.Parse(parts[4], System.Globalization.CultureInfo.InvariantCulture) & ~flag).ToString(
            System.Globalization.CultureInfo.InvariantCulture);
        return Encoding.Latin1.GetBytes(string.Join(':', parts));
    }

    internal byte[] Talk(byte[] request, out bool wasReset, int from = 3)
    {
        wasReset = false;
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 20_000 };
        socket.Bind(new IPEndPoint(IPAddress.Parse("127.0.0." + from), 0));
        socket.Connect(Alice.LocalEndPoint);
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
    internal static IPEndPoint Cut(IPEndPoint server, params int[] after)
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
                    for (int left = most, got; left > 0
                        && (got = far.Receive(buffer, Math.Min(left, buffer.Length), SocketFlags.None)) > 0; left -= got)
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
