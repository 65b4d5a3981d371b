using System.Management.Automation;
using System.Net;
using System.Threading;
using IpMsg.Node;
using IpMsg.Node.Download;
using IpMsg.PowerShell.Errors;
using IpMsg.PowerShell.Recipients;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Members.Keys;
using IpMsg.Protocol.Wire;

namespace IpMsg.PowerShell.Attachments;

/// <summary>Decides how a download is encrypted: with the sender's key when the sender encrypts files, otherwise not at all.</summary>
/// <param name="listener">The listener that downloads.</param>
/// <param name="stop">Cancelled by Ctrl+C.</param>
internal sealed class DownloadEncryption(IpMsgListener listener, CancellationToken stop)
{
    private static readonly System.TimeSpan s_maxWait = System.TimeSpan.FromSeconds(3);

    private readonly MemberNode _node = listener.Node;

    /// <summary>The encryption of one download; null for plaintext.</summary>
    /// <exception cref="IpMsgException">The sender has another key than the pinned one, or encryption is required but
    /// impossible.</exception>
    internal DownloadProtection? For(SavableAttachment attachment)
    {
        if (_node.Settings.Keys is not { } own)
            return null;
        var member = _node.Members.Find(attachment.Server);
        // The key of the sender of the message counts, whichever member is at its address now.
        var sender = attachment.Sender ?? (member is null ? null : (member.UserName, member.HostName));
        var key = sender is not { } names ? null : _node.Keys.Find(names.User, names.Host);
        // Without a name no key can be found, so the address is queried. Waiting for its entry could take longer.
        if (sender is null)
            key = RequestKey(attachment.Server);
        // The key shows the capabilities of a sender that has left, or no longer announces them.
        bool hadEncryption = key is not null && (key.Capabilities & Capabilities.PlainFileBody) != 0;
        if (member is null ? !hadEncryption : (member.Status & EntryFlags.CanEncryptFiles) == 0)
        {
            return hadEncryption
                ? throw Withdrawn(attachment)
                : Unprotected(attachment, "Its sender announces no encryption of files");
        }
        key ??= RequestKey(attachment.Server);
        // An attacker who drops packets must not be able to force plaintext.
        if (key is null)
        {
            throw NotPossible(attachment, "Its sender announces encryption of files and does not send its key",
                "Try again; -Encryption Off of Start-IpMsgListener downloads it in plaintext.");
        }
        if (key.IsInDoubtFor(sender?.User ?? "") || member is not null && key.IsInDoubtFor(member.UserName))
            throw Changed(attachment, key.HasChanged ? key : Compared(key, attachment.Server));
        if (_node.Settings.Encryption == EncryptionPolicy.Verified && key.VerifiedAt is null)
            throw NotVerified(attachment, key);
        var answer = new PublicKeyAnswer(key.Capabilities, key.Key);
        var choice = SuiteSelection.Choose(own.Capabilities, answer, _node.Settings.AllowsWeakCiphers);
        return choice.IsFound && choice.Suite.IsSigned
            ? new DownloadProtection(own, key.Key, choice.Suite)
            : Unprotected(attachment, "Its sender shares no signing cipher with this listener");
    }

    private KnownKey? RequestKey(IPEndPoint sender) => KeyQuery.Ask(_node, sender, s_maxWait, stop);

    // Only the fingerprint in the name differs yet. The new key is requested, because the user has to compare both.
    private KnownKey Compared(KnownKey pinned, IPEndPoint sender)
    {
        RequestKey(sender);
        return _node.Keys.Find(pinned.UserName, pinned.HostName) ?? pinned;
    }

    private DownloadProtection? Unprotected(SavableAttachment attachment, string reason) =>
        _node.Settings.RequiresEncryption
            ? throw NotPossible(attachment,
                "Encryption is required. " + reason, "Start-IpMsgListener -Encryption Auto downloads it in plaintext.")
            : null;

    private static IpMsgException NotPossible(SavableAttachment attachment, string reason, string remedy) =>
        new(IpMsgErrorId.EncryptionNotPossible, attachment + " was not downloaded. " + reason + ".", attachment.Source, remedy);

    private static IpMsgException Withdrawn(SavableAttachment attachment) => new(IpMsgErrorId.MemberKeyChanged,
        attachment + " was not downloaded. Its sender no longer announces encryption of files.", attachment.Source,
        "Ask the sender whether that is right; Remove-IpMsgKey forgets the pinned key.");

    private IpMsgException Changed(SavableAttachment attachment, KnownKey key) => KeyErrors.Changed(
        attachment + " was not downloaded. Its sender has another key than the pinned one.", Shown(key), attachment.Source,
        "Then save it again.");

    private IpMsgException NotVerified(SavableAttachment attachment, KnownKey key) => KeyErrors.NotVerified(
        attachment + " was not downloaded. Its sender's key is not verified, and only verified keys are allowed.", Shown(key),
        attachment.Source, "Then save it again.");

    private PSObject Shown(KnownKey key) => PSObject.AsPSObject(new IpMsgKey(key, listener));
}
