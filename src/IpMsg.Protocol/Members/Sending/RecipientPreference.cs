using System.Text;

namespace IpMsg.Protocol.Members.Sending;

/// <summary>What the user has decided for one recipient of a message.</summary>
internal sealed record RecipientPreference
{
    /// <summary>When to encrypt the message for this recipient; null as for the others.</summary>
    internal EncryptionPolicy? Encryption { get; init; }

    /// <summary>The encoding in place of the code page, for a client without UTF-8 (R13); null as for the others.</summary>
    internal Encoding? Encoding { get; init; }
}
