using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Offers;
using Xunit;

namespace IpMsg.Node.Tests.Encryption;

/// <summary>How protected transfers end, and what counts as taken (R109).</summary>
public sealed class EncryptedEndTests : EncryptedNodes
{
    private Socket Ask(byte[] request)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 20_000 };
        socket.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.3"), 0));
        socket.Connect(Alice.LocalEndPoint);
        socket.Send(request);
        return socket;
    }

    [Fact]
    [Rule(91, 109)]
    public void R91_R109_encrypted_contents_end_with_the_connection()
    {
        byte[] contents = Write("a.bin", 300_000);
        byte[] request = Request(Offer("a.bin", out var offer), out _, out var cipher);
        var all = new MemoryStream();
        using (var bob = Ask(request))
        {
            byte[] buffer = new byte[65536];
            while (bob.Receive(buffer) is > 0 and var count)
                all.Write(buffer, 0, count);
            Assert.Equal(OfferState.Sending, offer.State);
        }
        byte[] stream = all.ToArray();
        using (cipher)
            cipher!.Transform(stream);
        int header = Convert.ToInt32(Encoding.ASCII.GetString(stream, 0, 4), 16);
        Assert.Equal(contents, stream[header..]);
        Assert.True(SpinWait.SpinUntil(() => offer.State == OfferState.Taken, MaxWait), offer.Reason);
    }

    // Form 1 encrypts the header of an empty file; form 2, which the reference client uses, does not.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Rule(92, 109)]
    public void R92_R109_nothing_can_be_cut_off_an_empty_file(bool isEncrypted)
    {
        Write("empty", 0);
        var asked = Offer("empty", out var offer);
        byte[] request = isEncrypted
            ? Request(asked, out _, out _)
            : Request(asked, out _, out _, FileBodyProtection.RequestOnly);
        using (var bob = Ask(request))
        {
            Assert.True(bob.Poll(20_000_000, SelectMode.SelectRead));
            bob.LingerState = new LingerOption(true, 0);
        }
        Assert.True(SpinWait.SpinUntil(() => offer.EndedAt is not null, MaxWait));
        Assert.Equal((OfferState.Taken, null), (offer.State, offer.Reason));
        Assert.True(offer.BytesSent > 0);
    }
}
