using System.Management.Automation;
using IpMsg.Node;
using IpMsg.PowerShell.Internal;
using IpMsg.Protocol.Members.Sending;
using IpMsg.Protocol.Wire;

namespace IpMsg.PowerShell.Errors;

/// <summary>Errors for deliveries that were refused or not confirmed.</summary>
internal static class DeliveryErrors
{
    private const string Then = "Then send the delivery again.";

    internal static IpMsgException OfUnconfirmed(IpMsgDelivery delivery)
    {
        var ended = delivery.Delivery;
        return new(IpMsgErrorId.MessageUnconfirmed, delivery.Recipient + Describe(ended), delivery, Advice(ended));
    }

    private static string Advice(Delivery ended) => ended.Refusal == DeliveryRefusal.NoKey
        ? "Test-IpMsgMember tells whether it answers at all. If it does, send the message anew with -Encryption Off: everybody on the"
            + " network can read it then, and its receipt proves nothing."
        : ended.Member is null
        ? "No member is known at this address: Test-IpMsgMember tells whether one answers, and about_IpMsg_Troubleshooting what to do then."
            + " Pipe the delivery to Send-IpMsg to send it again."
        : "Pipe the delivery to Send-IpMsg to send it again.";

    // A recipient that encrypts is asked for its key first; an absent one does not answer that either.
    private static string Describe(Delivery ended) => ended.Refusal == DeliveryRefusal.NoKey
        ? (ended.Member is { } member && (member.Status & EntryFlags.CanEncrypt) != 0 ? " announces encryption, but" : "")
            + " did not answer with its key, so nothing was sent."
        : ended.Attempts == 0 ? " did not answer in time, so nothing was sent."
        : " did not confirm the message, sent " + Times(ended.Attempts) + "."
            + (ended.Suite is null || ended.Reason is null ? "" : " " + ended.Reason);

    private static string Times(int attempts) => attempts == 1 ? "once" : attempts + " times";

    /// <param name="delivery">The refused delivery.</param>
    /// <param name="listener">The listener that knows the key of the recipient.</param>
    internal static IpMsgException Of(IpMsgDelivery delivery, IpMsgListener listener)
    {
        string message = "The message to " + delivery.Recipient + " was not sent: " + delivery.Reason;
        return delivery.Delivery.Refusal switch
        {
            DeliveryRefusal.KeyChanged => KeyErrors.Changed(message, KeyOf(delivery, listener), delivery, Then),
            DeliveryRefusal.NotVerified => KeyErrors.NotVerified(message, KeyOf(delivery, listener), delivery, Then),
            DeliveryRefusal.EncryptionWithdrawn => new(IpMsgErrorId.EncryptionNotPossible, message, delivery,
                "If its user has really given up encryption, Remove-IpMsgKey forgets its key;"
                + " or -Encryption Off sends this one message in plaintext."),
            DeliveryRefusal.NoCommonCipher => new(IpMsgErrorId.EncryptionNotPossible, message, delivery,
                "Start-IpMsgListener -AllowWeakCipher admits ciphers of very old clients;"
                + " -Encryption Off sends this one message in plaintext."),
            DeliveryRefusal.GivesNoKey => new(IpMsgErrorId.EncryptionNotPossible, message, delivery,
                "-Encryption Off sends this one message in plaintext, which everybody on the network can read."),
            DeliveryRefusal.UnprovedAddress => new(IpMsgErrorId.EncryptionNotPossible, message, delivery,
                "Send it encrypted. A signed message of the recipient proves its address; if its former client is gone for good,"
                + " Remove-IpMsgKey forgets its key."),
            DeliveryRefusal.CannotEncrypt => new(IpMsgErrorId.EncryptionNotPossible,
                message, delivery, "-Encryption Auto sends it in plaintext, which everybody on the network can read."),
            DeliveryRefusal.NoOwnKeys => new(IpMsgErrorId.EncryptionNotPossible,
                message, delivery, "Start-IpMsgListener -Encryption Auto makes keys; this listener was started with -Encryption Off."),
            DeliveryRefusal.TooLong => new(IpMsgErrorId.MessageTooLong, message, delivery, "Shorten it, or send it in parts."),
            _ => new(IpMsgErrorId.MessageRefused, message, delivery, "Check the address and the network."),
        };
    }

    private static PSObject? KeyOf(IpMsgDelivery delivery, IpMsgListener listener)
    {
        var node = listener.Node;
        var member = delivery.Delivery.Member ?? node.Members.Find(delivery.Delivery.To);
        return member is not null && node.Keys.Find(member.UserName, member.HostName) is { } key
            ? PSObject.AsPSObject(new IpMsgKey(key, listener))
            : null;
    }
}
