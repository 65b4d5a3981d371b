using IpMsg.Protocol.Members.Sending;

namespace IpMsg.Protocol.Members.Keys;

/// <summary>The encryption policy of a message: its own, or that of the member.</summary>
internal sealed class MessagePolicy(MemberSettings settings)
{
    /// <summary>True when the message is encrypted for recipients that can decrypt it.</summary>
    internal bool Encrypts(OutgoingMessage message) =>
        settings.Keys is not null && !message.IsOneShot && Of(message) != EncryptionPolicy.Off;

    /// <summary>True when the message must not leave in plaintext.</summary>
    internal bool RequiresEncryption(OutgoingMessage message) => Of(message) is EncryptionPolicy.Required or EncryptionPolicy.Verified;

    /// <summary>True when the key is good enough: under Verified, the user has compared or imported it.</summary>
    internal bool Allows(OutgoingMessage message, KnownKey key) =>
        Of(message) != EncryptionPolicy.Verified || key.VerifiedAt is not null;

    /// <summary>True for a message that needs no key and is not refused.</summary>
    internal bool IsPlaintext(OutgoingMessage message) => !Encrypts(message) && !RequiresEncryption(message);

    private EncryptionPolicy Of(OutgoingMessage message) => message.Encryption ?? settings.Encryption;
}
