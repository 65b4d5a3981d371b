using System;
using System.Collections.Generic;
using IpMsg.Node.Storage.History.Json;
using IpMsg.Node.Storage.History.Records;

namespace IpMsg.Node.Storage.History.Lines;

/// <summary>Names and addresses in lines.</summary>
internal static class PeerJson
{
    internal static void WriteFields(JsonLineWriter json, HistoryPeer peer)
    {
        json.String("user"u8, peer.User);
        json.String("host"u8, peer.Host);
        json.String("nick"u8, peer.NickName == peer.User ? null : peer.NickName);
        json.String("group"u8, peer.Group.Length == 0 ? null : peer.Group);
        json.String("address"u8, peer.Address);
        json.Number("port"u8, peer.Port);
    }

    internal static HistoryPeer Read(ref JsonLineReader json)
    {
        string user = "", host = "", group = "", address = "";
        string? nick = null;
        int port = 0;
        if (!json.StartObject())
            return new HistoryPeer(user, host, user, group, address, port);
        while (json.NextProperty(out var name))
        {
            if (name.SequenceEqual("user"u8))
                user = json.String() ?? "";
            else if (name.SequenceEqual("host"u8))
                host = json.String() ?? "";
            else if (name.SequenceEqual("nick"u8))
                nick = json.String();
            else if (name.SequenceEqual("group"u8))
                group = json.String() ?? "";
            else if (name.SequenceEqual("address"u8))
                address = json.String() ?? "";
            else if (name.SequenceEqual("port"u8))
                port = (int)json.Number();
            else
                json.SkipValue();
        }
        return new HistoryPeer(user, host, nick ?? user, group, address, port);
    }

    internal static List<HistoryPeer> ReadAll(ref JsonLineReader json)
    {
        var all = new List<HistoryPeer>();
        if (!json.StartArray())
            return all;
        while (json.NextElement())
            all.Add(Read(ref json));
        return all;
    }

    internal static void WriteNames(JsonLineWriter json, ReadOnlySpan<byte> property, IReadOnlyList<HistoryName> names)
    {
        if (names.Count == 0)
            return;
        json.StartArray(property);
        foreach (var each in names)
        {
            json.StartObject();
            json.String("user"u8, each.User);
            json.String("host"u8, each.Host);
            json.EndObject();
        }
        json.EndArray();
    }

    internal static List<HistoryName> ReadNames(ref JsonLineReader json)
    {
        var names = new List<HistoryName>();
        foreach (var peer in ReadAll(ref json))
            names.Add(new HistoryName(peer.User, peer.Host));
        return names;
    }
}
