using System;
using System.Collections.Generic;
using System.Linq;
using IpMsg.Protocol.Members;

namespace IpMsg.Node.Contacts;

/// <summary>A contact: a name of the user's own for a member, and what the user has decided about it. Null and empty: nothing.</summary>
/// <param name="Name">The name.</param>
internal sealed record Contact(string Name)
{
    /// <summary>The IPMsg user name of the member, without a fingerprint.</summary>
    internal string? UserName { get; init; }

    /// <summary>The IPMsg host name of the member.</summary>
    internal string? HostName { get; init; }

    /// <summary>The fixed addresses, as <see cref="ContactAddress"/> reads them.</summary>
    internal IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>Groups of the user's own.</summary>
    internal IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>The encoding of texts to a client without UTF-8.</summary>
    internal string? Encoding { get; init; }

    /// <summary>When messages to the contact are encrypted.</summary>
    internal EncryptionPolicy? Encryption { get; init; }

    /// <summary>The fingerprint of its key, sixteen hex digits in lower case: another member is not the contact.</summary>
    internal string? Fingerprint { get; init; }

    /// <summary>A note for people.</summary>
    internal string? Note { get; init; }

    /// <summary>The file that it was read from; empty for a new one.</summary>
    internal string File { get; init; } = "";

    /// <summary>True when user or host name say who it is; without them the member at its addresses is meant.</summary>
    internal bool HasIdentity => UserName is not null || HostName is not null;

    internal bool IsIn(string group) => Groups.Contains(group, StringComparer.OrdinalIgnoreCase);

    /// <summary>The fixed addresses that can be read.</summary>
    internal IEnumerable<ContactAddress> Places
    {
        get
        {
            foreach (string text in Addresses)
            {
                if (ContactAddress.TryParse(text) is { } address)
                    yield return address;
            }
        }
    }

    /// <summary>Who is meant, for people: user@host, else the addresses.</summary>
    internal string Identity => HasIdentity ? (UserName ?? "*") + "@" + (HostName ?? "*") : string.Join(", ", Addresses);
}
