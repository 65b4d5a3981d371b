using System;
using System.Linq;
using IpMsg.PowerShell.Tests.Engine;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.PowerShell.Tests.Sending;

/// <summary>Confirmations with a proof over sockets (R107).</summary>
public sealed class ProofTests : IDisposable
{
    private readonly Lan _lan = new();

    public void Dispose() => _lan.Dispose();

    [Fact]
    [Rule(107)]
    public void R107_a_forger_with_the_right_number_confirms_nothing_and_the_proof_does()
    {
        var session = _lan.Session();
        var listener = _lan.Listen(session, 1, "-Encryption Off");
        var peer = _lan.Peer(2);
        peer.Confirms = peer.AnswersEntries = false;
        peer.Send(listener.Node.LocalEndPoint, Wire.Entry | Wire.CanUtf8, "peer\0\0\nPF:1");
        Eventually.True(() => listener.Node.Members.Find(peer.EndPoint) is not null, "the peer is known");
        using var sending = session.Begin("Send-IpMsg $args[0] hi -TimeoutSec 600", _lan.Address(2));
        var message = peer.Await(Wire.SendMessage)[0];
        for (int guess = 0; guess < 20; guess++)
            peer.Send(listener.Node.LocalEndPoint, Wire.ReceiveMessage,
                message.Number + (guess == 0 ? "\0" : "\0PF:" + Hex((ulong)guess) + "\0"));
        Eventually.True(() => listener.Counters.WrongConfirmations == 20, "the guesses are counted");
        Assert.True(sending.IsRunning);

        peer.Send(listener.Node.LocalEndPoint, Wire.ReceiveMessage, message.Number + "\0PF:" + Hex(MessageProof.Of(message.Bytes)) + "\0");
        Assert.Equal(nameof(DeliveryStatus.Confirmed), sending.End<IpMsgDelivery>().Single().Status);
    }

    [Theory]
    [InlineData("Off")]
    [InlineData("Auto")]
    [Rule(107)]
    public void R107_two_listeners_confirm_with_a_proof(string encryption)
    {
        var here = _lan.Session();
        var there = _lan.Session();
        var listener = _lan.Listen(here, 1, "-Encryption " + encryption, 2);
        var other = _lan.Listen(there, 2, "-Encryption " + encryption, 1);
        there.Run("Receive-IpMsg");
        Eventually.True(() => listener.Node.Members.Find(other.Node.LocalEndPoint) is { ConfirmsWithProof: true }, "the other is known");
        var delivery = here.One<IpMsgDelivery>("Send-IpMsg $args[0] hi", _lan.Address(2));

        Assert.Equal((nameof(DeliveryStatus.Confirmed), true), (delivery.Status, delivery.Delivery.NeedsProof));
        Assert.Equal(0, listener.Counters.WrongConfirmations);
    }

    private static string Hex(ulong proof) => proof.ToString("x16", null);
}
