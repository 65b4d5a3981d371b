using System.Collections.Generic;
using System.Linq;
using System.Net;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Master;
using IpMsg.Testing;

namespace IpMsg.Protocol.Tests.Members.Master;

/// <summary>Three segments behind a router, a master in a fourth one, and users that have its key.</summary>
internal sealed class Campus
{
    internal const int Segments = 3, UsersPerSegment = 4;

    internal static readonly IPEndPoint MasterPlace = Hosts.At(0, 1);

    private ulong _seed = 100;

    internal Campus(LanConditions? conditions = null, ulong seed = 1)
    {
        Lan = new SimulatedLan(seed, conditions ?? LanConditions.Perfect) { HasRouter = true };
        Master = StartMaster();
        for (int segment = 1; segment <= Segments; segment++)
        {
            for (int host = 1; host <= UsersPerSegment; host++)
                Users.Add(StartUser(segment, host));
        }
    }

    internal SimulatedLan Lan { get; }

    internal SimulatedHost Master { get; private set; }

    internal List<SimulatedHost> Users { get; } = [];

    internal IEnumerable<SimulatedHost> All => Users.Append(Master).Where(each => each.IsUp);

    internal static string NameOf(IPEndPoint place) => "u" + string.Join(".", place.Address.GetAddressBytes().Skip(1));

    internal static MemberSettings Settings(IPEndPoint place, PrivateKey? key, MasterSettings? master) => new(
        key is null ? NameOf(place) : FingerprintName.Of(NameOf(place), key.Public), "PC", MemberFixture.Codec)
    {
        NickName = NameOf(place),
        Keys = key is null ? null : new OwnKeys(key, null),
        Master = master,
    };

    internal static MasterSettings User(PublicKey? key) => new(MasterPlace) { Key = key is null ? null : new MasterKey(key) };

    internal SimulatedHost StartMaster(IReadOnlyList<SavedHost>? saved = null, long version = 0)
    {
        Master = new SimulatedHost(Lan, MasterPlace, Settings(MasterPlace, TestKeys.Alice, new MasterSettings(Address: null)), _seed++);
        if (saved is not null)
            Master.Do((machine, now) => machine.LoadList(now, saved, version));
        Master.Do((machine, now) => machine.Announce(now));
        return Master;
    }

    internal SimulatedHost StartUser(int segment, int host) => Start(segment, host, TestKeys.Bob, User(TestKeys.Alice.Public));

    internal SimulatedHost Start(int segment, int host, PrivateKey? key, MasterSettings? master)
    {
        var place = Hosts.At(segment, host);
        var started = new SimulatedHost(Lan, place, Settings(place, key, master), _seed++);
        started.Do((machine, now) => machine.Announce(now));
        return started;
    }

    /// <summary>The pairs of members of which the first does not know the second.</summary>
    internal IReadOnlyList<string> Missing =>
        [.. from each in All
            from other in All
            where each != other && !Sees(each, other.EndPoint)
            select each.EndPoint + " lacks " + other.EndPoint];

    internal static bool Sees(SimulatedHost host, IPEndPoint other) => host.Machine.MemberAt(other) is not null;

    /// <summary>The first agent of a segment.</summary>
    internal SimulatedHost AgentOf(int segment)
    {
        var first = Master.Machine.ListMaster()!.Rounds.SegmentAt(Hosts.At(segment, 1).Address)!.Agents[0].EndPoint;
        return Users.Single(each => each.EndPoint.Equals(first));
    }
}
