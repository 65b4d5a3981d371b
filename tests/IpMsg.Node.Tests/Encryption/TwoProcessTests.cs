using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using IpMsg.Node.Tests.Support;
using IpMsg.Node.Upload;
using IpMsg.Protocol.Members.Sending;
using Xunit;

namespace IpMsg.Node.Tests.Encryption;

/// <summary>Two members of ours in two processes, in both forms of messages (R103, R105). Alice is here, and Bob elsewhere.</summary>
public sealed class TwoProcessTests : IDisposable
{
    private const string BobsAddress = "127.0.0.3";

    private static readonly TimeSpan s_maxWait = TimeSpan.FromSeconds(30);
    private static readonly IPAddress s_alice = IPAddress.Parse("127.0.0.2");

    private readonly TemporaryFolder _folder = new();
    private ChildProcess? _bob;
    private MemberNode? _alice;
    private IPEndPoint _bobAt = new(IPAddress.None, 0);
    private bool _isIpDict;

    public void Dispose()
    {
        _alice?.Stop();
        _bob?.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Rule(39, 49, 103, 107)]
    public void R39_R49_R103_R107_a_sealed_message_is_confirmed_with_proof_and_its_opening_is_told(bool isIpDict)
    {
        Start(isIpDict);
        var delivery = Send(new OutgoingMessage("the secret") { IsSealed = true });
        Assert.False(delivery.IsAddressUnproved);
        Assert.Equal(Line(delivery, isSealed: true, "the secret"), Ask("take"));
        Assert.Null(delivery.OpenedAt);
        Assert.Equal("True", Ask("open"));
        Wait(() => delivery.OpenedAt is not null);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Rule(83, 92, 103)]
    public void R83_R92_R103_the_file_of_a_message_is_fetched(bool isIpDict)
    {
        Start(isIpDict);
        string path = _folder["日本 a.bin"], target = Directory.CreateDirectory(_folder["target"]).FullName;
        byte[] content = RandomNumberGenerator.GetBytes(300_000);
        File.WriteAllBytes(path, content);
        var delivery = Send(new OutgoingMessage("look") { Files = [OfferFactory.Describe(path)] });
        Assert.Equal(Line(delivery, isSealed: false, "look"), Ask("take"));
        Assert.Equal("日本 a.bin|" + Convert.ToHexString(SHA256.HashData(content)), Ask("fetch " + target));
        Wait(() => delivery.Offers.Single().Taken == 1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Rule(11, 103)]
    public void R11_R103_a_message_may_fill_a_datagram_and_is_never_cut(bool isIpDict)
    {
        Start(isIpDict);
        string text = new('x', 20_000);
        var delivery = Send(new OutgoingMessage(text));
        Assert.InRange(delivery.Length, text.Length, 32_767);
        Assert.Equal(Line(delivery, isSealed: false, text), Ask("take"));
        var tooLong = _alice!.Outbox.Compose(new OutgoingMessage(new string('x', 40_000)), [_bobAt]);
        Assert.Single(tooLong.TooLongFor);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Rule(39, 43, 103)]
    public void R39_R43_R103_a_confirmed_message_outlives_a_kill_and_arrives_once(bool isIpDict)
    {
        Start(isIpDict);
        Assert.Equal(Line(Send(new OutgoingMessage("first")), isSealed: false, "first"), Ask("take"));
        var delivery = Send(new OutgoingMessage("second"));
        _bob!.Kill();
        _bob.WaitForExit();
        RestartBob();
        Assert.Equal(Line(delivery, isSealed: false, "second"), Ask("take"));
        Assert.Equal("0", Ask("waiting"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Rule(43, 103, 116)]
    public void R43_R103_R116_a_recorded_message_is_confirmed_but_not_shown_after_a_restart(bool isIpDict)
    {
        Start(isIpDict);
        var delivery = Send(new OutgoingMessage("once"));
        byte[] recorded = delivery.Bytes.AsSpan(0, delivery.Length).ToArray();
        Assert.Equal(isIpDict, recorded.AsSpan().StartsWith("IP2:"u8));
        Assert.Equal(Line(delivery, isSealed: false, "once"), Ask("take"));
        _bob!.Kill();
        _bob.WaitForExit();
        RestartBob();
        using (var mallory = Socket(new IPEndPoint(IPAddress.Parse("127.0.0.66"), 0)))
        {
            mallory.SendTo(recorded, _bobAt);
            Wait(() => Ask("duplicates") == "1");
        }
        // A repetition by Alice herself, whose confirmation was lost.
        var at = _alice!.LocalEndPoint;
        _alice.Stop();
        using (var alice = Socket(at))
        {
            alice.SendTo(recorded, _bobAt);
            string answer;
            do
                answer = Latin(alice);
            while (!answer.Contains(":33:", StringComparison.Ordinal));
            Assert.EndsWith(":33:" + delivery.Number, answer.Split('\0')[0], StringComparison.Ordinal);
        }
        // What comes later is new.
        StartAlice();
        Assert.Equal(Line(Send(new OutgoingMessage("later")), isSealed: false, "later"), Ask("take"));
        Assert.Equal("0", Ask("waiting"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Rule(125)]
    public void R125_a_signed_exit_counts_at_once_without_a_question(bool isIpDict)
    {
        Start(isIpDict);
        Send(new OutgoingMessage("bye"));
        var at = _alice!.LocalEndPoint;
        _alice.Stop();
        using var former = Socket(at);
        Wait(() => Ask("knows " + at) == "False");
        while (former.Available > 0)
            Assert.NotEqual("BOB-PC:1", Entry(Latin(former)));
    }

    // Host and command.
    private static string Entry(string datagram)
    {
        string[] fields = datagram.Split(':', 6);
        return fields.Length < 6 ? "" : fields[3] + ":" + (uint.Parse(fields[4], CultureInfo.InvariantCulture) & 0xFF);
    }

    private void Start(bool isIpDict)
    {
        _isIpDict = isIpDict;
        RestartBob();
        StartAlice();
        // Bob asks for her key when he receives her first message.
        Send(new OutgoingMessage("hello"));
        Assert.EndsWith("hello", Ask("take"), StringComparison.Ordinal);
        Wait(() => Ask("has-key alice@ALICE-PC") == "True");
        // It is written later than it is known, and tests kill Bob.
        string keys = Path.Combine(_folder["bob"], "keys", "known-keys");
        Wait(() => Directory.Exists(keys) && Directory.EnumerateFiles(keys, "*.json").Any());
    }

    private void StartAlice()
    {
        _alice = MemberNode.Start(new NodeOptions
        {
            Address = s_alice,
            Port = 0,
            UserName = "alice",
            HostName = "ALICE-PC",
            KeyPath = _folder["alice"],
            BroadcastTargets = [_bobAt],
            PrefersIpDict = _isIpDict,
        });
        Introduce();
    }

    private void RestartBob()
    {
        _bob?.Dispose();
        _bob = new ChildProcess("commanded", _folder["bob"], BobsAddress, _isIpDict.ToString());
        int port = int.Parse(_bob.Output.ReadLine()!, CultureInfo.InvariantCulture);
        _bobAt = new IPEndPoint(IPAddress.Parse(BobsAddress), port);
    }

    private void Introduce()
    {
        _alice!.Members.Introduce(_bobAt);
        Wait(() => _alice.Members.Find(_bobAt) is not null);
        Wait(() => Ask("knows " + _alice.LocalEndPoint) == "True");
    }

    private Delivery Send(OutgoingMessage message)
    {
        var delivery = _alice!.Outbox.Compose(message, [_bobAt]).Deliveries.Single();
        _alice.Outbox.Send([delivery], null);
        Wait(() => delivery.Status == DeliveryStatus.Confirmed);
        Assert.Equal(_isIpDict, delivery.Suite?.IsIpDict);
        return delivery;
    }

    private string Line(Delivery delivery, bool isSealed, string text) =>
        string.Join('|', delivery.Number, _isIpDict, "Valid", isSealed, text);

    private string Ask(string line)
    {
        _bob!.Input.WriteLine(line);
        _bob.Input.Flush();
        return _bob.Output.ReadLine()!;
    }

    private static Socket Socket(IPEndPoint at)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp)
        {
            ReceiveTimeout = (int)s_maxWait.TotalMilliseconds,
        };
        // Under wine the port of a listener that has stopped is free a moment later.
        Wait(() => TryBind(socket, at));
        return socket;
    }

    private static bool TryBind(Socket socket, IPEndPoint at)
    {
        try
        {
            socket.Bind(at);
            return true;
        }
        catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return false;
        }
    }

    private static string Latin(Socket socket)
    {
        byte[] datagram = new byte[65_536];
        return Encoding.Latin1.GetString(datagram, 0, socket.Receive(datagram));
    }

    private static void Wait(Func<bool> condition) => Assert.True(SpinWait.SpinUntil(condition, s_maxWait));
}
