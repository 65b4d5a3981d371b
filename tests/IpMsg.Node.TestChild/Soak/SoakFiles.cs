using System;
using System.IO;
using System.Linq;
using System.Threading;
using IpMsg.Node.Download;
using IpMsg.Node.Upload;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Members.Offers;
using IpMsg.Protocol.Members.Receiving;

namespace IpMsg.Node.TestChild.Soak;

/// <summary>The files and folders that all members offer. The recipients compare what they fetch with the originals.</summary>
internal sealed class SoakFiles
{
    private readonly string[] _offered;
    private readonly string _target;

    internal SoakFiles(string folder, string name)
    {
        _offered = [.. Directory.GetFileSystemEntries(Path.Combine(folder, "offered")).Order(StringComparer.Ordinal)];
        _target = Directory.CreateDirectory(Path.Combine(folder, "fetched-" + name)).FullName;
    }

    internal OutgoingFile Describe(Random random) => OfferFactory.Describe(_offered[random.Next(_offered.Length)]);

    /// <summary>Fetches the first attachment of a message; null when it is equal to the original, otherwise what is wrong.</summary>
    internal string? Fetch(MemberNode node, IncomingMessage message)
    {
        var attachment = message.Attachments[0];
        string target = Directory.CreateDirectory(Path.Combine(_target, Path.GetRandomFileName())).FullName;
        try
        {
            var request = new DownloadRequest(message.From, message.Number, attachment)
            {
                UserName = node.Settings.UserName,
                HostName = node.Settings.HostName,
                LocalAddress = node.LocalEndPoint.Address,
                Names = message.Names,
                NextNumber = node.Outbox.NextPacketNumber,
                Protection = message.Envelope is null ? null : Protection(node, message),
            };
            var result = new AttachmentDownload(request, new DownloadOptions(target)).Run(CancellationToken.None);
            string original = _offered.Single(each => Path.GetFileName(each) == attachment.Name);
            return Content(result.Path).AsSpan().SequenceEqual(Content(original)) ? null : "different";
        }
        catch (IpMsgException reason)
        {
            return reason.ErrorId.ToString();
        }
        finally
        {
            Directory.Delete(target, recursive: true);
        }
    }

    private static DownloadProtection? Protection(MemberNode node, IncomingMessage message)
    {
        if (node.Keys.Find(message.User, message.Host) is not { } sender || node.Settings.Keys is not { } own)
            return null;
        var answer = new PublicKeyAnswer(sender.Capabilities, sender.Key);
        return new DownloadProtection(own, sender.Key, SuiteSelection.Choose(own.Capabilities, answer, allowsWeak: false).Suite);
    }

    private static byte[] Content(string path) => File.Exists(path)
        ? File.ReadAllBytes(path)
        : [.. Directory.GetFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).SelectMany(File.ReadAllBytes)];
}
