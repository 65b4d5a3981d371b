using System;
using System.IO;
using System.Linq;
using System.Threading;
using IpMsg.Node;
using IpMsg.Node.Download;
using IpMsg.Node.Upload;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Members.Receiving;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.Mono;

/// <summary>A file and a folder from each member to the other, and a transfer that breaks and is resumed.</summary>
internal sealed class Files
{
    private const int ResumedSize = 6_000_000;

    private readonly Stage _stage;
    private readonly bool _isEncrypted;
    private readonly string _form;

    private Files(Stage stage, bool isEncrypted)
    {
        _stage = stage;
        _isEncrypted = isEncrypted;
        _form = isEncrypted ? "encrypted" : "plain";
    }

    internal static void Run(Stage stage, bool isEncrypted) => new Files(stage, isEncrypted).Run();

    private void Run()
    {
        using var alice = Start("alice", 2, 3);
        using var bob = Start("bob", 3, 2);
        Stage.Meet(alice, bob, "members with " + _form + " transfers know each other");
        Exchange(alice, bob);
        Exchange(bob, alice);
        Resume(alice, bob);
    }

    private MemberNode Start(string name, int host, int other) => _stage.Start(name, host, other,
        each => each with { Encryption = _isEncrypted ? EncryptionPolicy.Auto : EncryptionPolicy.Off });

    private void Exchange(MemberNode from, MemberNode to)
    {
        string what = "from " + from.Options.NickName + ", " + _form;
        string file = Write("build 試験 " + from.Options.NickName + ".log", 1_000_000);
        string folder = _stage["reports " + from.Options.NickName];
        Directory.CreateDirectory(Path.Combine(folder, "2026", "11 月"));
        File.WriteAllText(Path.Combine(folder, "summary.txt"), Stage.Text);
        File.WriteAllText(Path.Combine(folder, "2026", "11 月", "days.txt"), "27");
        var sent = Stage.Send(from, to.LocalEndPoint,
            new OutgoingMessage("see") { Files = [OfferFactory.Describe(file), OfferFactory.Describe(folder)] }, "an offer " + what);
        var message = Stage.Take(to);
        Stage.Check("it is " + _form, message.Envelope is not null == _isEncrypted && message.Attachments.Count == 2);

        string target = Target(from.Options.NickName!);
        string savedFile = Download(to, message, 0, target).Run(CancellationToken.None).Path;
        Stage.Check("the file is whole " + what, Path.GetFileName(savedFile) == Path.GetFileName(file)
            && File.ReadAllBytes(savedFile).SequenceEqual(File.ReadAllBytes(file)));
        string savedFolder = Download(to, message, 1, target).Run(CancellationToken.None).Path;
        Stage.Check("the folder is whole " + what, Tree(savedFolder).SequenceEqual(Tree(folder)) && Tree(folder).Length == 2);
        Stage.Await("the sender knows " + what, () => sent.Offers.All(static each => each.State == OfferState.Taken));
    }

    private void Resume(MemberNode from, MemberNode to)
    {
        string file = Write("disk.img", ResumedSize);
        Stage.Send(from, to.LocalEndPoint,
            new OutgoingMessage("") { Files = [OfferFactory.Describe(file)] }, "a large " + _form + " offer");
        var message = Stage.Take(to);
        string target = Target("resumed");
        using var proxy = new CuttingProxy(from.LocalEndPoint, to.LocalEndPoint.Address, ResumedSize / 3);
        var first = Download(to, message, 0, target, proxy);
        try
        {
            first.Run(CancellationToken.None);
        }
        catch (IpMsgException broken) when (broken.ErrorId == IpMsgErrorId.TransferBroken)
        {
            Console.WriteLine("a transfer breaks, " + _form);
        }
        Stage.Check("a part of it is kept", first.ResumableBytes is > 0 and < ResumedSize);
        var result = Download(to, message, 0, target, proxy).Run(CancellationToken.None);
        Stage.Check("the " + _form + " transfer is resumed where it was", result.ResumedAt > 0);
        Stage.Check("the resumed file is whole", File.ReadAllBytes(result.Path).SequenceEqual(File.ReadAllBytes(file)));
    }

    private AttachmentDownload Download(
        MemberNode node, IncomingMessage message, int index, string target, CuttingProxy? proxy = null)
    {
        var request = new DownloadRequest(proxy?.EndPoint ?? message.From, message.Number, message.Attachments[index])
        {
            UserName = node.Settings.UserName,
            HostName = node.Settings.HostName,
            LocalAddress = proxy is null ? node.LocalEndPoint.Address : null,
            NextNumber = () => node.Outbox.NextPacketNumber(),
            Protection = _isEncrypted ? Protection(node, message) : null,
        };
        return new AttachmentDownload(request, new DownloadOptions(target) { Resumes = true });
    }

    // What was offered encrypted is asked for in the same way.
    private static DownloadProtection Protection(MemberNode node, IncomingMessage message)
    {
        KnownKey? sender = null;
        if (!SpinWait.SpinUntil(() => (sender = node.Keys.Find(message.User, message.Host)) is not null, TimeSpan.FromSeconds(30)))
            throw new InvalidOperationException("The key of the sender is not known.");
        var own = node.Settings.Keys!;
        var answer = new PublicKeyAnswer(sender!.Capabilities, sender.Key);
        return new DownloadProtection(own, sender.Key, SuiteSelection.Choose(own.Capabilities, answer, allowsWeak: false).Suite);
    }

    private string Write(string name, int length)
    {
        byte[] bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        File.WriteAllBytes(_stage[name], bytes);
        return _stage[name];
    }

    private string Target(string name) => Directory.CreateDirectory(_stage["saved-" + _form + "-" + name]).FullName;

    private static string[] Tree(string folder) => [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
        .Select(each => each.Substring(folder.Length) + "=" + File.ReadAllText(each)).OrderBy(static each => each, StringComparer.Ordinal)];
}
