using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Net;
using System.Threading;
using IpMsg.Node.Tests.Support;
using IpMsg.Node.Upload;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Members.Sending;
using Xunit;

namespace IpMsg.Node.Tests.Upload;

/// <summary>A node on real sockets that offers files out of a folder.</summary>
internal sealed class UploadNode : IDisposable
{
    internal static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(20);

    private readonly TemporaryFolder _folder = new();

    internal UploadNode(UploadLimits? limits = null, string[]? denied = null)
    {
        Directory.CreateDirectory(Folder);
        var options = new NodeOptions
        {
            Address = IPAddress.Loopback,
            Port = 0,
            UserName = "alice",
            HostName = "ALICE-PC",
            KeyPath = _folder["keys"],
            IsSilent = true,
            Encryption = EncryptionPolicy.Off,
            Encoding = "shift_jis",
            DenyFrom = denied ?? [],
        };
        Node = MemberNode.Start(NodeServices.Open(options, limits));
    }

    internal MemberNode Node { get; }

    internal string Folder => _folder["offered"];

    internal string this[string name] => Path.Combine(Folder, name);

    internal void RequireCreationTimes() => CreationTimes.Require(_folder);

    internal string Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        File.WriteAllText(this[name], text);
        return this[name];
    }

    internal string Write(string name, int length)
    {
        byte[] contents = new byte[length];
        new Random(length).NextBytes(contents);
        File.WriteAllBytes(this[name], contents);
        return this[name];
    }

    /// <summary>Offers a path of the folder to an address of which nothing else is known.</summary>
    internal Offer Offer(string name, string to = UploadClient.Bob, bool asImage = false, TimeSpan? lifetime = null) =>
        Assert.Single(Offer(name, [new IPEndPoint(IPAddress.Parse(to), 9)], asImage, lifetime));

    internal IReadOnlyList<Offer> Offer(string name, IReadOnlyList<IPEndPoint> to, bool asImage = false, TimeSpan? lifetime = null)
    {
        var message = new OutgoingMessage("look") { Files = [OfferFactory.Describe(this[name], asImage)] };
        if (lifetime is { } span)
            message = message with { OfferLifetime = span };
        var deliveries = Node.Outbox.Compose(message, to).Deliveries;
        Node.Outbox.Send(deliveries, null);
        return [.. deliveries.SelectMany(each => each.Offers)];
    }

    internal UploadClient Call(string from = UploadClient.Bob) => new(new IPEndPoint(IPAddress.Loopback, Node.LocalEndPoint.Port), from);

    /// <summary>Waits until an offer stands so.</summary>
    internal static void Await(Offer offer, Func<Offer, bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition(offer))
        {
            Assert.True(watch.Elapsed < MaxWait, $"{offer.State} {offer.Reason} {offer.BytesSent}");
            Thread.Sleep(1);
        }
    }

    internal static void AwaitTaken(Offer offer, int times = 1) =>
        Await(offer, each => each.Taken == times && each.State == OfferState.Taken);

    /// <summary>Waits until a transfer has failed, and says why.</summary>
    internal static string AwaitFailure(Offer offer)
    {
        Await(offer, each => each is { EndedAt: not null, Reason: not null } && each.State != OfferState.Sending);
        Assert.Equal(0, offer.Taken);
        return offer.Reason!;
    }

    public void Dispose()
    {
        Node.Stop();
        _folder.Dispose();
    }
}
