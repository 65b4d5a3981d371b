using System;
using System.Collections.Generic;

namespace IpMsg.Node.Storage.History.Records;

/// <summary>A file, folder or image of a message, with everything that a download needs.</summary>
/// <param name="Id">Its number in the message.</param>
/// <param name="Name">The name as received; never use it on a disk.</param>
/// <param name="Size">The size in bytes; meaningless for a folder.</param>
/// <param name="AttributeWord">Type in the low byte, option bits above.</param>
internal sealed record StoredAttachment(uint Id, string Name, long Size, uint AttributeWord)
{
    /// <summary>The time of the last content change; null when unknown.</summary>
    internal DateTimeOffset? Modified { get; init; }

    /// <summary>Extended attributes.</summary>
    internal IReadOnlyList<StoredExtra> Extras { get; init; } = [];

    /// <summary>The path on this machine; only for sent messages.</summary>
    internal string? Path { get; init; }
}

/// <summary>What is needed to check the signature of a message once the key of its sender is known.</summary>
/// <param name="Plaintext">The bytes that were signed.</param>
/// <param name="Signature">The signature.</param>
internal sealed record StoredProof(byte[] Plaintext, byte[] Signature);

/// <summary>An extended attribute: a number or a text.</summary>
/// <param name="Key">The key.</param>
/// <param name="Number">The value; 0 for a text.</param>
/// <param name="Text">The value of a text; null for a number.</param>
internal readonly record struct StoredExtra(int Key, ulong Number, string? Text);
