using System.Collections.Generic;
using IpMsg.Node.Storage.History.Json;
using IpMsg.Node.Storage.History.Lines;
using IpMsg.Node.Storage.History.Records;

namespace IpMsg.Node.Storage.History.Journal;

/// <summary>Decrypts the protected part of a sealed message.</summary>
internal static class SealedBody
{
    /// <summary>Sets text and attachments of a message; false when they cannot be decrypted.</summary>
    internal static bool TryOpen(ReceivedMessage message, ITextProtector protector)
    {
        if (message.SealedBody is not { } hidden)
            return true;
        if (protector.Unprotect(hidden) is not { } plain)
        {
            message.IsUnreadable = true;
            return false;
        }
        var json = new JsonLineReader(plain);
        BodyJson.Read(ref json, out string? text, out IReadOnlyList<StoredAttachment> attachments, out var proof);
        (message.Text, message.Attachments, message.Proof) = (text, attachments, proof);
        return !json.IsDamaged;
    }
}
