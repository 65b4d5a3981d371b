using System.Net;
using System.Threading;
using IpMsg.Node;
using IpMsg.Node.Download;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Wire;

namespace IpMsg.PowerShell.Attachments;

/// <summary>Finds out how a fetch is to be protected: by the sender's key where he encrypts files, or not at all (6.8).</summary>
/// <param name="node">Who fetches.</param>
/// <param name="stop">Ctrl+C.</param>
internal sealed class TransferKeys(MemberNode node, CancellationToken stop)
{
    private static readonly System.TimeSpan s_maxWait = System.TimeSpan.FromSeconds(3);

    /// <exception cref="IpMsgException">The sender has come with another key, or encryption is required and he cannot.</exception>
    internal DownloadProtection? For(SavableAttachment attachment)
    {
        if (node.Settings.Keys is not { } own)
            return null;
        var member = node.Members.Find(attachment.Server);
        // Whoever stands at the address by now, or nobody: the one who wrote is meant, and his key counts.
        var sender = attachment.Sender ?? (member is null ? null : (member.UserName, member.HostName));
        var key = sender is not { } names ? null : node.Keys.Find(names.User, names.Host);
        // Of whoever has not even a name he is asked himself: an answer to an introduction may take longer than anybody wants to wait.
        if (sender is null)
            key = Ask(attachment.Server);
        // Of one who is gone the key says what he can do, and so it does of one who does not announce it any more.
        bool did = key is not null && (key.Capabilities & Capabilities.PlainFileBody) != 0;
        if (member is null ? !did : (member.Status & EntryFlags.CanEncryptFiles) == 0)
            return did ? throw Changed(attachment, "Its sender no longer announces encryption of files") : Unprotected(attachment, "Its sender announces no encryption of files");
        key ??= Ask(attachment.Server);
        // Silence may be the work of somebody between, as it may be with messages.
        if (key is null)
            throw NotPossible(attachment, "Its sender announces encryption of files and does not give his key", "Try again; -Encryption Off of Start-IpMsgListener fetches it in plaintext.");
        if (key.IsInDoubtFor(sender?.User ?? "") || member is not null && key.IsInDoubtFor(member.UserName))
            throw Changed(attachment, "Its sender has come with another key than the one that is known");
        var choice = SuiteSelection.Choose(own.Capabilities, new PublicKeyAnswer(key.Capabilities, key.Key), node.Settings.AllowsWeakCiphers);
        return choice.IsFound && choice.Suite.IsSigned ? new DownloadProtection(own, key.Key, choice.Suite) : Unprotected(attachment, "Its sender has no signing cipher in common with us");
    }

    private KnownKey? Ask(IPEndPoint sender)
    {
        using var subscription = node.OpenWatch<KeyRequestEnded>();
        node.Keys.Ask(new KeyRequest(sender, subscription));
        return subscription.TryTake(out var ended, s_maxWait, stop) ? ended.Key : null;
    }

    private DownloadProtection? Unprotected(SavableAttachment attachment, string why) => node.Settings.Encryption == EncryptionPolicy.Required
        ? throw NotPossible(attachment, "Encryption is required. " + why, "Start-IpMsgListener -Encryption Auto fetches it in plaintext.")
        : null;

    private static IpMsgException NotPossible(SavableAttachment attachment, string why, string remedy) =>
        new(IpMsgErrorId.EncryptionNotPossible, attachment + " was not fetched. " + why + ".", attachment.Source, remedy);

    private static IpMsgException Changed(SavableAttachment attachment, string why) => new(IpMsgErrorId.MemberKeyChanged, attachment + " was not fetched. " + why + ".", attachment.Source,
        "Ask him whether that is so; Remove-IpMsgKey forgets the key that is known.");
}
