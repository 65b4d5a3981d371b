using IpMsg.Protocol.Members.Discovery;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.Protocol.Members;

/// <summary>What a member is made of: one handler for each family of commands, one owner for each piece of state.</summary>
internal sealed class MemberParts
{
    internal readonly Inbox Inbox = new();
    internal readonly EntryReplyQueue Answers;
    internal readonly IptuxCompatibility Iptux;
    internal readonly Announcer Announcer;
    internal readonly EntryHandler Entries;
    internal readonly KeyRing Ring;
    internal readonly KeyRequests Keys;
    internal readonly OutgoingEncryption OutgoingEncryption;
    internal readonly MessageReader Reader;
    internal readonly OfferTable Offers;
    internal readonly Outbox Outbox;
    internal readonly MessageEncoder MessageEncoder;
    internal readonly MessageReceiver Messages;
    internal readonly ConfirmationHandler Receipts;
    internal readonly ReadNotices ReadNotices;
    internal readonly InfoHandler Info;
    internal readonly HostListServer ListServer;
    internal readonly HostListClient Lists;
    internal readonly MemberRefresh MemberRefresh;

    internal MemberParts(MemberContext context)
    {
        Answers = new EntryReplyQueue(context);
        Iptux = new IptuxCompatibility(context);
        Announcer = new Announcer(context, Iptux);
        Entries = new EntryHandler(context, Answers, Announcer);
        Ring = new KeyRing(context);
        Keys = new KeyRequests(context, Ring);
        OutgoingEncryption = new OutgoingEncryption(context, Ring, Keys);
        Reader = new MessageReader(context, Ring);
        Offers = new OfferTable(context, Ring);
        var history = new SentHistory();
        Outbox = new Outbox(context, history, Announcer, Answers, Offers, OutgoingEncryption);
        MessageEncoder = new MessageEncoder(context, OutgoingEncryption);
        Messages = new MessageReceiver(context, Inbox, Reader, Announcer, Keys, Outbox);
        Receipts = new ConfirmationHandler(context, Outbox, new DeliveryFinder(context, history, Announcer));
        ReadNotices = new ReadNotices(context);
        Info = new InfoHandler(context);
        ListServer = new HostListServer(context);
        Lists = new HostListClient(context, Announcer);
        MemberRefresh = new MemberRefresh(context, Announcer);
    }
}
