using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Master;
using IpMsg.Protocol.Wire;
using IpMsg.Testing;

namespace IpMsg.Benchmarks.Master;

/// <summary>
/// Segments of equal size behind a router, on a network and a clock that are simulated, and a master in a segment of its own. All members
/// are real state machines that encode, sign and decode every datagram. One member of each segment keeps the whole list; the others get
/// <see cref="ShortenedLists"/>, because ten thousand lists of ten thousand members do not fit into memory. Their bytes are counted from
/// the whole packets. Of the members of the list they ask those with a whole list alone, with the probability with which R132 would have
/// them ask these. So the questions to and from a member with a whole list are those of every member.
/// </summary>
internal sealed class Campus
{
    internal static readonly IPEndPoint MasterPlace = Place(0, 1);

    private static readonly TextCodec s_codec = new(Encoding.UTF8, Encoding.UTF8);

    // A signature and a fingerprint are as long with any key. Ten thousand keys would take an hour.
    private readonly OwnKeys _masterKeys = TestKeys.OfAlice, _memberKeys = new(TestKeys.Bob, null);
    private readonly bool _hasMaster;
    private readonly SeededRandom _random = new(11);
    private ulong _seed = 100;

    internal Campus(int members, int segments, bool hasMaster, double loss)
    {
        _hasMaster = hasMaster;
        var conditions = new LanConditions { MinDelay = 1, MaxDelay = 3, Loss = loss };
        Lan = new SimulatedLan(1, conditions) { HasRouter = true };
        var settings = Settings(MasterPlace, _masterKeys, new MasterSettings(Address: null));
        var entry = new HostListEntry(settings.UserName, settings.HostName, settings.Announced, MasterPlace, settings.NickName, "");
        Lists = new ShortenedLists(settings, _masterKeys, entry);
        Master = new CampusStation(this, MasterPlace, 0) { Cost = new MasterCost() };
        Lan.Join(Master);
        if (hasMaster)
            Master.Start(settings, _seed++, hasWholeList: true);
        for (int number = 0; number < members; number++)
        {
            int segment = 1 + number % segments;
            Members.Add(new CampusStation(this, Place(segment, 1 + number / segments), segment));
            Lan.Join(Members[number]);
        }
    }

    internal SimulatedLan Lan { get; }

    internal ShortenedLists Lists { get; }

    internal CampusStation Master { get; }

    internal List<CampusStation> Members { get; } = [];

    /// <summary>The list of the master.</summary>
    internal ListMaster List => Master.Machine!.ListMaster()!;

    /// <summary>The first agents of the segments.</summary>
    internal HashSet<IPEndPoint> Agents =>
        [.. List.Rounds.All.Where(each => each.Agents.Count > 0).Select(each => each.Agents[0].EndPoint)];

    /// <summary>True when all members have the list of the master, with everybody.</summary>
    internal bool IsComplete
    {
        get
        {
            int present = Members.Count(each => each.Machine is not null);
            return List.List.Count == present + 1 && Members.TrueForAll(each => each.Machine is not { } machine
                || machine.MasterUser()!.ListVersion == List.Version && (!each.HasWholeList || machine.MemberCount >= present));
        }
    }

    /// <summary>The number of members with the current list.</summary>
    internal int Current => Members.Count(each => each.Machine?.MasterUser()!.ListVersion == List.Version);

    internal static int SegmentOf(IPEndPoint place) => place.Address.GetAddressBytes()[1];

    internal void Start(CampusStation member, bool hasWholeList)
    {
        var master = _hasMaster ? new MasterSettings(MasterPlace) { Key = new MasterKey(_masterKeys.Usual!.Public) } : null;
        member.Start(Settings(member.EndPoint, _memberKeys, master), _seed++, hasWholeList);
    }

    /// <summary>A member with a shortened list has the list: it asks those with a whole list whom chance selects (R132).</summary>
    internal void AskFrom(CampusStation member)
    {
        foreach (var other in Members)
        {
            if (other is { HasWholeList: true, Machine: not null })
                Ask(member, other);
        }
    }

    /// <summary>A newcomer is in the list: members with a shortened list whom chance selects ask it (R132).</summary>
    internal void AskNewcomer(CampusStation newcomer)
    {
        foreach (var member in Members)
        {
            if (member is { HasWholeList: false, Machine: not null })
                Ask(member, newcomer);
        }
    }

    private void Ask(CampusStation member, CampusStation other)
    {
        if (member.Segment != other.Segment && _random.Next(0, Math.Max(1, List.List.Count)) < MasterMembers.MaxAsked)
            member.Call((machine, now) => machine.Introduce(now, other.EndPoint));
    }

    // As long as names are in an office.
    private static MemberSettings Settings(IPEndPoint place, OwnKeys keys, MasterSettings? master)
    {
        string id = string.Create(CultureInfo.InvariantCulture, $"{SegmentOf(place):D2}{place.Address.GetAddressBytes()[3]:D3}");
        return new MemberSettings(FingerprintName.Of("member" + id, keys.Usual!.Public), "PC-" + id, s_codec)
        {
            NickName = "Member " + id,
            GroupName = "Section " + id[..2],
            Capabilities = EntryFlags.CanUtf8 | EntryFlags.CanTransferFiles | EntryFlags.CanShowImages,
            Keys = keys,
            Master = master,
        };
    }

    private static IPEndPoint Place(int segment, int host) => new(new IPAddress([10, (byte)segment, 0, (byte)host]), 2425);
}
