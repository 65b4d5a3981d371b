using System;
using System.Collections.Generic;
using System.Globalization;
using System.Net;
using IpMsg.Benchmarks.Import;
using IpMsg.Benchmarks.Reporting;
using IpMsg.Node;

namespace IpMsg.Benchmarks.Members;

/// <summary>Measures the memory of ten thousand members and the time to list them.</summary>
internal static class MembersComparison
{
    private const int Members = 10_000;
    private const int Rounds = 21;
    private const double MaxBytes = 2_048;
    private const double MaxMilliseconds = 200;

    internal static void Run()
    {
        MetricLine.Beside("members: plain objects with the same names", Weigh(PlainObjects), "bytes each");
        MetricLine.AtMost("members: held by a node", Weigh(NodeWithMembers), "bytes each", MaxBytes);
        List();
        if (PwshProcess.IsThere)
            PwshListing.Run(Members, Rounds, MaxMilliseconds);
    }

    private static double Weigh(Func<int, object> make)
    {
        // The first run creates types and tables that are not part of a member.
        (make(1) as IDisposable)?.Dispose();
        long before = GC.GetTotalMemory(forceFullCollection: true);
        object held = make(Members);
        long after = GC.GetTotalMemory(forceFullCollection: true);
        (held as IDisposable)?.Dispose();
        GC.KeepAlive(held);
        return (after - before) / (double)Members;
    }

    private static object PlainObjects(int count)
    {
        var list = new List<(string, string, string, string, IPEndPoint)>(count);
        for (int i = 0; i < count; i++)
        {
            string[] fields = System.Text.Encoding.UTF8.GetString(SampleMembers.Entry(i)).Split(':', '\0');
            list.Add((fields[2], fields[3], fields[5], fields[6], SampleMembers.EndPointOf(i)));
        }
        return list;
    }

    private static object NodeWithMembers(int count)
    {
        using var folder = new ScratchFolder();
        var node = MemberNode.Start(new NodeOptions { Address = IPAddress.Loopback, Port = 0, KeyPath = folder.Path, IsSilent = true });
        for (int i = 0; i < count; i++)
        {
            byte[] entry = SampleMembers.Entry(i);
            var from = SampleMembers.EndPointOf(i);
            node.Receive(entry, from);
        }
        if (node.Members.Count != count)
            throw new InvalidOperationException("Not all members are held.");
        return node;
    }

    private static void List()
    {
        using var engine = new Engine();
        var listener = engine.Run(
            "Start-IpMsgListener -Address 127.0.0.1 -Port 0 -Silent -PassThru -NoStore -KeyPath '" + engine.Folder + "'")[0];
        SampleMembers.SendTo(((IPEndPoint)listener.Properties["EndPoint"].Value).Port, Members);
        engine.Run("$plain = foreach ($i in 1.." + Members.ToString(CultureInfo.InvariantCulture)
            + ") { [pscustomobject]@{ NickName = \"n$i\"; GroupName = 'g'; UserName = \"u$i\"; HostName = \"h$i\" } }");
        var (plain, own) = (new Sample(), new Sample());
        for (int round = -3; round < Rounds; round++)
        {
            double baseline = engine.Time("$plain", Members), listing = engine.Time("Get-IpMsgMember -TimeoutSec 0", Members);
            if (round < 0)
                continue;
            plain.Add(baseline * 1_000);
            own.Add(listing * 1_000);
        }
        engine.Run("Stop-IpMsgListener");
        MetricLine.Beside("members: as many ready objects through the engine", plain.Median, "ms");
        MetricLine.AtMost("members: Get-IpMsgMember in the engine", own.Median, "ms", MaxMilliseconds);
    }
}
