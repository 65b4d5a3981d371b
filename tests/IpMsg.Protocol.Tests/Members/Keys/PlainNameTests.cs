using System.Linq;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Tests.Encryption;
using IpMsg.Testing;
using Xunit;

namespace IpMsg.Protocol.Tests.Members.Keys;

public sealed class PlainNameTests
{
    private readonly SimulatedLan _lan = new(3, LanConditions.Perfect);

    private SimulatedHost Host(int number, string name, OwnKeys keys)
    {
        var host = new SimulatedHost(_lan, MemberFixture.At(number),
            new MemberSettings(FingerprintName.Of(name, keys.Usual!.Public), name.ToUpperInvariant() + "-PC", MemberFixture.Codec)
            { NickName = name, Keys = keys }, (ulong)number);
        host.Do((machine, now) => machine.Announce(now));
        return host;
    }

    [Theory]
    [InlineData(true, false, null)]
    [InlineData(false, true, null)]
    [InlineData(false, false, EncryptionPolicy.Off)]
    [Rule(30)]
    public void R30_what_goes_out_plainly_goes_under_a_name_that_vouches_for_nothing_and_is_heard(bool isBroadcast, bool isOneShot,
        EncryptionPolicy? policy)
    {
        var alice = Host(1, "alice", TestKeys.OfAlice);
        var bob = Host(2, "bob", TestKeys.OfBob);
        _lan.Run(10_000);
        var message = new OutgoingMessage("fire drill") { IsOneShot = isOneShot, Encryption = policy };
        var encodedMessage = alice.Do(
            (machine, now) => isBroadcast ? machine.ComposeBroadcast(now, message) : machine.Compose(now, message, [bob.EndPoint]));
        alice.Do((machine, now) => machine.Dispatch(now, encodedMessage.Deliveries));
        _lan.Run(10_000);

        var heard = Assert.Single(bob.Machine.Inbox.Waiting);
        Assert.Equal(("fire drill", "alice", "alice"), (heard.Text, heard.User, heard.Sender!.NickName));
        Assert.Null(heard.Envelope);
        Assert.Equal(policy is null ? DeliveryStatus.Sent : DeliveryStatus.Confirmed, encodedMessage.Deliveries[0].Status);
    }
}
