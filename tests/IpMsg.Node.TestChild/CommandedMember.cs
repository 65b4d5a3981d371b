using System;
using System.Globalization;
using System.IO;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using IpMsg.Node.Download;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Receiving;

namespace IpMsg.Node.TestChild;

/// <summary>
/// A member with keys and a message store that does what the lines of its input say, and prints one line for each. It ends when its input
/// ends.
/// </summary>
internal sealed class CommandedMember(MemberNode node)
{
    internal const string Name = "commanded";

    private readonly InboxReader _reader = new(null);
    private IncomingMessage? _message;

    /// <param name="folder">The folder of keys and store.</param>
    /// <param name="address">The address of the member.</param>
    /// <param name="prefersIpDict">True for messages in IPDict form.</param>
    internal static void Run(string folder, string address, bool prefersIpDict)
    {
        using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" };
        using var node = MemberNode.Start(new NodeOptions
        {
            Address = IPAddress.Parse(address),
            Port = 0,
            UserName = "bob",
            HostName = "BOB-PC",
            KeyPath = Path.Combine(folder, "keys"),
            History = new HistoryOptions { DataPath = Path.Combine(folder, "data") },
            IsSilent = true,
            PrefersIpDict = prefersIpDict,
        });
        output.WriteLine(node.LocalEndPoint.Port);
        var member = new CommandedMember(node);
        while (Console.ReadLine() is { } line)
            output.WriteLine(member.Do(line.Split(' ', 2)));
    }

    private string Do(string[] words) => words[0] switch
    {
        "take" => Take(),
        "open" => node.Inbox.Open(_message!).ToString(),
        "fetch" => Fetch(words[1]),
        "waiting" => node.Inbox.Count.ToString(CultureInfo.InvariantCulture),
        "duplicates" => node.Counters.Duplicates.ToString(CultureInfo.InvariantCulture),
        "has-key" => (node.Keys.Find(words[1].Split('@')[0], words[1].Split('@')[1]) is not null).ToString(),
        "knows" => (node.Members.Find(IPEndPoint.Parse(words[1])) is not null).ToString(),
        _ => throw new ArgumentException("Unknown line " + words[0]),
    };

    private string Take()
    {
        node.Inbox.Receive(_reader, Timeout.InfiniteTimeSpan, CancellationToken.None, out _message);
        var envelope = _message.Envelope;
        return string.Join('|', _message.NumberText, envelope?.Suite.IsIpDict, envelope?.Signature, _message.IsSealed, _message.Text);
    }

    private string Fetch(string target)
    {
        var key = node.Keys.Find(_message!.User, _message.Host)!;
        var own = node.Settings.Keys!;
        var suite = SuiteSelection.Choose(own.Capabilities, new PublicKeyAnswer(key.Capabilities, key.Key), allowsWeak: false).Suite;
        var request = new DownloadRequest(_message.From, _message.Number, _message.Attachments[0])
        {
            UserName = node.Settings.UserName,
            HostName = node.Settings.HostName,
            LocalAddress = node.LocalEndPoint.Address,
            Names = _message.Names,
            NextNumber = node.Outbox.NextPacketNumber,
            Protection = new DownloadProtection(own, key.Key, suite),
        };
        var result = new AttachmentDownload(request, new DownloadOptions(target)).Run(CancellationToken.None);
        return Path.GetFileName(result.Path) + "|" + Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(result.Path)));
    }
}
