using System;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Places;
using IpMsg.Protocol.Tests.Encryption;
using IpMsg.Protocol.Tests.Members.Keys;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;

namespace IpMsg.Protocol.Tests.Members.Places;

/// <summary>What the tests of signed exits do.</summary>
internal static class ExitSteps
{
    internal const uint Exit = (uint)EncryptionPeer.Encrypting | 2, Entry = (uint)EncryptionPeer.Encrypting | 1;

    internal static string Text(ReceivedPacket packet) => Encoding.Latin1.GetString(packet.Bytes);

    /// <summary>The UNIX time on the network.</summary>
    internal static long Time(PlaceFixture fixture) => fixture.Lan.Moment.Wall.ToUnixTimeSeconds();

    /// <summary>An exit as Alice signs it, or somebody with other keys.</summary>
    internal static byte[] Of(
        uint number, long time, OwnKeys? keys = null, int port = 2425, string? signer = null, string host = "ALICE-PC")
    {
        signer ??= PlaceFixture.AliceName;
        byte[] statement = SignedStatement.OfExit(number, time, port, (signer, host));
        byte[] signature = SignatureJob.ToMake(statement, static _ => { }).Run(keys ?? TestKeys.OfAlice)!;
        return Of(number, Encoding.ASCII.GetString(SignedLines.OfExit(time, signature)));
    }

    /// <summary>An exit of Alice with these lines at its end.</summary>
    internal static byte[] Of(uint number, string lines) => PlaceFixture.Bytes(string.Create(CultureInfo.InvariantCulture,
        $"1:{number}:{PlaceFixture.AliceName}:ALICE-PC:{Exit}:alice\0\0\nUN:{PlaceFixture.AliceName}\nHN:ALICE-PC{lines}"));

    /// <summary>An entry of Alice.</summary>
    internal static byte[] EntryOf(uint number) => PlaceFixture.Bytes(string.Create(CultureInfo.InvariantCulture,
        $"1:{number}:{PlaceFixture.AliceName}:ALICE-PC:{Entry}:alice\0\0"));

    /// <summary>Bob gets datagrams from Alice's place, and does what follows within 50 ms.</summary>
    internal static void Gets(PlaceFixture fixture, IPEndPoint from, params byte[][] datagrams)
    {
        foreach (byte[] each in datagrams)
            fixture.Lan.Forge(from, fixture.Bob.EndPoint, each);
        fixture.Lan.Run(50);
    }

    /// <summary>Alice's client leaves. Returns what Bob was sent.</summary>
    internal static byte[][] Leaves(PlaceFixture fixture, SimulatedHost alice, long wait = 1_000)
    {
        var listener = new ScriptedPeer(fixture.Lan, MemberFixture.At(90));
        alice.Do((machine, now) => machine.Stop(now));
        fixture.Lan.Run(wait);
        fixture.Lan.Leave(listener);
        return [.. listener.All(Command.Exit).Select(each => each.Bytes)];
    }

    internal static bool HasLeft(PlaceFixture fixture) => fixture.Bob.Told.Any(each => each.Event is MemberGone);
}
