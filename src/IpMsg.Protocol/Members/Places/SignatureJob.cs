using System;
using System.Security.Cryptography;
using IpMsg.Protocol.Encryption;

namespace IpMsg.Protocol.Members.Places;

/// <summary>
/// A signature to make or to check outside the state machine, because this takes milliseconds: of the proof of a place (R121),
/// of an IPMSG_RELEASEFILES (R124), or of an IPMSG_BR_EXIT (R125).
/// </summary>
public sealed class SignatureJob
{
    // Messages and file requests are signed with SHA-256 or SHA-1 (R66, R92). With another hash, neither signature passes as the other.
    private static readonly HashAlgorithmName s_hash = HashAlgorithmName.SHA512;

    private readonly byte[] _statement;
    private readonly byte[]? _signature;
    private readonly PublicKey? _signer;
    private readonly Action<byte[]?> _onDone;

    private SignatureJob(byte[] statement, byte[]? signature, PublicKey? signer, Action<byte[]?> onDone)
    {
        _statement = statement;
        _signature = signature;
        _signer = signer;
        _onDone = onDone;
    }

    /// <summary>Makes a signature with the own key.</summary>
    /// <param name="statement">The signed bytes.</param>
    /// <param name="onDone">Receives the signature; null when the platform refuses.</param>
    internal static SignatureJob ToMake(byte[] statement, Action<byte[]?> onDone) => new(statement, null, null, onDone);

    /// <summary>Checks the signature of another member.</summary>
    /// <param name="statement">The signed bytes.</param>
    /// <param name="signature">The received signature.</param>
    /// <param name="signer">The key of that member.</param>
    /// <param name="onValid">Runs when the signature is valid.</param>
    /// <param name="onInvalid">Runs when it is not; null for nothing.</param>
    internal static SignatureJob ToCheck(
        byte[] statement, byte[] signature, PublicKey signer, Action onValid, Action? onInvalid = null) =>
        new(statement, signature, signer, valid =>
        {
            if (valid is not null)
                onValid();
            else
                onInvalid?.Invoke();
        });

    /// <summary>True to check a received signature, false to make one.</summary>
    public bool IsCheck => _signer is not null;

    /// <summary>
    /// Makes or checks the signature on any thread. Returns the signature that was made, or the valid signature that was checked; null
    /// otherwise.
    /// </summary>
    /// <param name="own">The own keys.</param>
    public byte[]? Run(OwnKeys own)
    {
        if (_signature is null)
            return own.Usual?.Sign(_statement, s_hash);
        return _signer!.Verifies(_statement, _signature, s_hash) ? _signature : null;
    }

    internal void Complete(byte[]? signature) => _onDone(signature);
}
