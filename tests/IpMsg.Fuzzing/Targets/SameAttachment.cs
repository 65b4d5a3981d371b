using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using IpMsg.Protocol.Attachments;

namespace IpMsg.Fuzzing.Targets;

/// <summary>Compares attachments with their extended attributes one by one.</summary>
internal sealed class SameAttachment : IEqualityComparer<Attachment>
{
    internal static readonly SameAttachment Comparer = new();

    public bool Equals(Attachment? one, Attachment? other) => one is not null && other is not null
        && (one.Id, one.Name, one.Size, one.Kind, one.Flags, one.Modified) == (other.Id, other.Name, other.Size, other.Kind, other.Flags,
            other.Modified)
        && one.ExtendedAttributes.All.SequenceEqual(other.ExtendedAttributes.All);

    public int GetHashCode([DisallowNull] Attachment attachment) => (int)attachment.Id;
}
