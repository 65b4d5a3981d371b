using System;
using System.Threading;
using System.Threading.Tasks;
using IpMsg.Node.Transport;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;
using IpMsg.Protocol.Wire;

namespace IpMsg.Node;

/// <summary>
/// Decrypts file requests, in a process one at a time for recipients of open offers, and one at a time for all others. Each takes about a
/// millisecond of a processor.
/// </summary>
internal sealed class RequestDecryption(MemberDriver driver, MemberSettings settings)
{
    // Others send at most 250 in a second. Their recipient's address may have changed, so they are not refused.
    private static readonly TimeSpan s_strangerPause = TimeSpan.FromMilliseconds(4);

    private static readonly SemaphoreSlim s_recipients = new(1), s_strangers = new(1);

    /// <summary>The decrypted body; null when it is not encrypted, or cannot be decrypted.</summary>
    internal async Task<DecryptedEnvelope?> DecryptAsync(FileRequestAssembler request, AcceptedConnection from)
    {
        if (settings.Keys is null || !IsEncrypted(request))
            return null;
        var turn = from.IsRecipient ? s_recipients : s_strangers;
        await turn.WaitAsync().ConfigureAwait(false);
        try
        {
            // A connection that has lost its place must not cost a decryption.
            if (from.IsReset)
                return null;
            var decrypted = Decrypt(request, settings.Keys);
            if (!from.IsRecipient)
                await Task.Delay(s_strangerPause).ConfigureAwait(false);
            return decrypted;
        }
        finally
        {
            turn.Release();
        }
    }

    private static bool IsEncrypted(FileRequestAssembler request) =>
        request.TryRead(out var packet) && (packet.MessageFlags & MessageFlags.Encrypted) != 0;

    private DecryptedEnvelope? Decrypt(FileRequestAssembler request, OwnKeys own) =>
        request.TryRead(out var packet) && EnvelopeReader.Read(packet.Body) is { } envelope
            ? EnvelopeDecryptor.Decrypt(envelope, packet.Number, own, KeyOf(request), settings.AllowsWeakCiphers)
            : null;

    private PublicKey? KeyOf(FileRequestAssembler request)
    {
        using var access = driver.EnterAnyState();
        return access.Machine.KeyOf(request);
    }
}
