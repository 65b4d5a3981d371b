using System;
using System.Net;
using System.Security.Cryptography;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.IPDict;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Members.Limits;
using IpMsg.Protocol.Members.Master.Packets;
using IpMsg.Protocol.Members.Places;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Master;

/// <summary>Reads the dictionaries that a master or a user expects, and has their signatures checked (R129).</summary>
internal sealed class MasterReceiver
{
    // A check takes some 50 microseconds. Ten thousand users poll 167 times a second.
    private static readonly ShareRates s_unproved = new(new Rate(8, 16), new Rate(256, 512));
    private static readonly ShareRates s_answering = new(new Rate(64, 1_024), new Rate(2_048, 4_096));

    private readonly MemberContext _context;
    private readonly KeyRing _ring;
    private readonly MasterRole _role;
    private readonly Shares<IPAddress> _checks = new(s_unproved, s_answering, s_answering);

    internal MasterReceiver(MemberContext context, KeyRing ring, MasterRole role)
    {
        _context = context;
        _ring = ring;
        _role = role;
    }

    /// <summary>Handles a dictionary. False when it is no packet that this member expects from a master or user.</summary>
    /// <param name="bytes">The whole dictionary.</param>
    /// <param name="from">The endpoint that sent it.</param>
    internal bool TryReceive(ReadOnlySpan<byte> bytes, IPEndPoint from)
    {
        if (!IpDict.TryRead(bytes, out var dict) || MasterDict.CommandOf(dict) is not { } command || !IsOurs(command)
            || !_role.Expects(command, from))
            return false;
        if (!MayCheck(from))
        {
            _context.Counters.Ignored++;
            return true;
        }
        switch (command)
        {
            case Command.DirPacket when WrappedDict.Read(dict) is { } list:
                CheckList(list, from);
                break;
            case Command.DirAgentPacket when WrappedDict.Read(dict) is { } change:
                if (IpDict.TryRead(change, out var outer) && MasterDict.CommandOf(outer) == Command.DirPacket
                    && WrappedDict.Read(outer) is { } inner)
                    CheckList(inner, from);
                break;
            case not (Command.DirPacket or Command.DirAgentPacket):
                Check(bytes.ToArray(), command, from, isBroadcast: false);
                break;
        }
        return true;
    }

    private static bool IsOurs(Command command) => command is Command.AnswerListDict or >= Command.DirPoll and <= Command.DirAgentReject;

    private bool MayCheck(IPEndPoint from)
    {
        var standing = _context.AnswerLimits.IsReached(from) ? Standing.Answering : Standing.Unproved;
        return _checks.TryTake(from.Address, standing, _context.Now);
    }

    // Pages are for newcomers. The others of the segment need not check their signatures.
    private void CheckList(byte[] bytes, IPEndPoint from)
    {
        bool isPage = IpDict.TryRead(bytes, out var dict)
            && dict.TryGetNumber(MasterDictKeys.ListVersion, out _) && !dict.TryGetNumber(MasterDictKeys.ListBase, out _);
        if (!isPage || _role.User?.AsksForList == true)
            Check(bytes, Command.AnswerListDict, from, isBroadcast: true);
    }

    private void Check(byte[] bytes, Command command, IPEndPoint from, bool isBroadcast)
    {
        if (!IpDict.TryRead(bytes, out var dict) || MasterDict.CommandOf(dict) != command
            || MasterDict.Sender(dict, from) is not { } sender
            || IpDictSignature.Of(dict) is not { } signature
            || IpDictSignature.KeyIn(dict) is not { } key
            || !dict.TryGetNumber(IpDictKeys.Number, out long number))
            return;
        // The pinned key counts, not the one in the packet.
        if (_ring.Find(sender.User, sender.Host) is { Key: { Size: Capabilities.Rsa2048 } known } && !known.Equals(key))
            return;
        byte[] statement = IpDictSignature.SignedPart(dict);
        _context.Outputs.Raise(new SignatureRequested(SignatureJob.ToCheck(
            () => key.Verifies(statement, signature, HashAlgorithmName.SHA256),
            () => OnValid(bytes, sender, key, number, isBroadcast))));
    }

    private void OnValid(byte[] bytes, HostListEntry sender, PublicKey key, long number, bool isBroadcast)
    {
        if (_context.IsLeaving || !IpDict.TryRead(bytes, out var dict))
            return;
        var packet = MasterDict.CommandOf(dict) == Command.DirRequest ? Request(dict, sender, key) : MasterDict.Read(dict);
        if (packet is not null)
            _role.Handle(new SignedPacket(packet, sender, key, number, bytes), isBroadcast);
    }

    // The agent passes the change on as it is. Its recipients check the list in it.
    private static RebroadcastRequest? Request(in IpDict dict, HostListEntry sender, PublicKey key)
    {
        if (WrappedDict.Read(dict) is not { } change || DictText.Address(dict, MasterDictKeys.AgentAddress) is not { } agent)
            return null;
        if (!IpDict.TryRead(change, out var inner) || MasterDict.CommandOf(inner) != Command.DirPacket)
            return null;
        return new RebroadcastRequest(new SignedPacket(new AgentReject(), sender, key, 0, change), agent);
    }
}
