using System.Net;
using System.Text;
using IpMsg.Protocol.Members.Limits;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Discovery;

/// <summary>
/// Serves the host list: answers IPMSG_BR_ISGETLIST and IPMSG_BR_ISGETLIST2 with IPMSG_OKGETLIST (R33), and IPMSG_GETLIST with
/// IPMSG_ANSLIST (R34).
/// </summary>
internal sealed class HostListServer : PacketHandler
{
    private const int MaxUnasked = 128;

    // A list of all places has about a thousand pages, and its reader asks for one after the other.
    private static readonly ShareRates s_unproved = new(new Rate(16, 64), new Rate(1_024, 1_024));
    private static readonly ShareRates s_answering = new(new Rate(256, 2_048), new Rate(1_024, 4_096));

    private readonly MemberContext _context;
    private readonly Shares<IPAddress> _pages = new(s_unproved, s_answering, s_answering);
    private readonly HostListClient _client;

    internal HostListServer(MemberContext context, HostListClient client)
    {
        _context = context;
        _client = client;
    }

    internal override void Handle(in Packet packet, IPEndPoint from)
    {
        if (packet.Command == Command.GetList)
            SendPage(packet, from);
        else
            OfferList(packet, from);
    }

    private void OfferList(in Packet packet, IPEndPoint from)
    {
        // The own broadcast query comes back. A reply to it would make the client fetch the own list.
        var codec = _context.Settings.Codec;
        if (_context.Presence.IsSelf(codec.Read(packet.User, packet.IsUtf8), codec.Read(packet.Host, packet.IsUtf8)))
            return;
        bool isRetry = (packet.EntryFlags & EntryFlags.Retry) != 0;
        if (_context.Settings.ServesHostList && (!_client.IsFetching || isRetry))
            _context.PacketSender.SendAscii(from, Command.OkGetList, 0, "", isAnswer: true);
    }

    private void SendPage(in Packet packet, IPEndPoint from)
    {
        if (!_context.Settings.ServesHostList)
            return;
        bool isReached = _context.AnswerLimits.IsReached(from);
        if (!_pages.TryTake(from.Address, isReached ? Standing.Answering : Standing.Unproved, _context.Now))
        {
            _context.Counters.Withheld++;
            return;
        }
        // No budget of R117 is large enough for so many entries.
        if (!isReached && _context.Roster.Count > MaxUnasked)
        {
            _context.Counters.Withheld++;
            _context.AnswerLimits.AskBack(this, packet, from);
            return;
        }
        bool inUtf8 = (packet.EntryFlags & (EntryFlags.CanUtf8 | EntryFlags.Utf8)) != 0;
        PacketNumber.TryRead(packet.Body, out uint start);
        if (!SendPage(from, inUtf8, start))
            _context.AnswerLimits.AskBack(this, packet, from);
    }

    /// <summary>Sends the first page to a member that has not asked, as a member master does. Its client asks for the rest.</summary>
    internal void Push(IPEndPoint to)
    {
        if (_context.Settings.ServesHostList && _pages.TryTake(to.Address, Standing.Answering, _context.Now))
            SendPage(to, _context.Roster.At(to) is { Status: var status } && (status & EntryFlags.CanUtf8) != 0, 0);
    }

    private bool SendPage(IPEndPoint to, bool inUtf8, uint start)
    {
        var encoding = inUtf8 ? TextCodec.Utf8 : _context.Settings.Codec.CodePage;
        // Writes only the entries of this page: a request of thirty bytes must not cause the work of the whole list.
        var members = _context.Roster.All;
        var own = OwnEntry(to);
        int first = own is null ? 0 : 1;
        byte[] page = HostListWriter.Page(first + members.Count, index => index < first ? own!.Value : EntryOf(members[index - first]),
            (int)System.Math.Min(start, int.MaxValue), encoding);
        var flags = inUtf8 ? EntryFlags.Utf8 : EntryFlags.None;
        return _context.PacketSender.SendAscii(to, Command.AnswerList, (uint)flags, page, isAnswer: true);
    }

    private HostListEntry? OwnEntry(IPEndPoint asker) =>
        OwnAddress(asker) is { } address ? OwnEntry(_context, address) : null;

    /// <summary>The entry of this member.</summary>
    internal static HostListEntry OwnEntry(MemberContext context, IPAddress address) => new(
        context.Settings.UserName,
        context.Settings.HostName,
        context.Presence.Status,
        new IPEndPoint(address, context.Port),
        context.Presence.WireNickName,
        context.Presence.GroupName);

    /// <summary>The entry of another member.</summary>
    internal static HostListEntry EntryOf(Member member)
    {
        string nick = member.IsAbsent ? NickNameDecoration.Add(member.NickName, member.AbsenceTitle) : member.NickName;
        return new HostListEntry(member.UserName, member.HostName, member.Status, member.EndPoint, nick, member.GroupName)
        {
            Version = member.ClientVersion,
        };
    }

    // The address in the network of the asker; the first address for an asker in another network.
    private IPAddress? OwnAddress(IPEndPoint asker)
    {
        foreach (var network in _context.Networks)
        {
            if (network.Contains(asker.Address))
                return network.Address;
        }
        return _context.Networks.Count > 0 ? _context.Networks[0].Address : null;
    }
}
