using IpMsg.Node;
using IpMsg.Protocol.Members.Sending;

namespace IpMsg.PowerShell.Errors;

/// <summary>Errors for deliveries that were refused.</summary>
internal static class DeliveryErrors
{
    internal static IpMsgException Of(IpMsgDelivery delivery)
    {
        string message = "The message to " + delivery.Recipient + " was not sent: " + delivery.Reason;
        return delivery.Delivery.Refusal switch
        {
            DeliveryRefusal.KeyChanged => new(IpMsgErrorId.MemberKeyChanged, message, delivery,
                "Ask its user whether the key is new, and compare the digits that Get-IpMsgKey shows."
                + " If it is, Remove-IpMsgKey forgets the old one; then send the delivery again."),
            DeliveryRefusal.EncryptionWithdrawn => new(IpMsgErrorId.EncryptionNotPossible, message, delivery,
                "If its user has really given up encryption, Remove-IpMsgKey forgets its key;"
                + " or -Encryption Off sends this one message in plaintext."),
            DeliveryRefusal.NoCommonCipher => new(IpMsgErrorId.EncryptionNotPossible, message, delivery,
                "Start-IpMsgListener -AllowWeakCipher admits ciphers of very old clients;"
                + " -Encryption Off sends this one message in plaintext."),
            DeliveryRefusal.CannotEncrypt => new(IpMsgErrorId.EncryptionNotPossible,
                message, delivery, "-Encryption Auto sends it in plaintext."),
            DeliveryRefusal.NoOwnKeys => new(IpMsgErrorId.EncryptionNotPossible,
                message, delivery, "Start-IpMsgListener -Encryption Auto makes keys; this listener was started with -Encryption Off."),
            DeliveryRefusal.TooLong => new(IpMsgErrorId.MessageTooLong, message, delivery, "Shorten it, or send it in parts."),
            _ => new(IpMsgErrorId.MessageRefused, message, delivery, "Check the address and the network."),
        };
    }
}
