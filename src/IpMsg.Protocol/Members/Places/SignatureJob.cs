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

    private readonly Func<OwnKeys, byte[]?> _run;
    private readonly Action<byte[]?> _onDone;

    private SignatureJob(Func<OwnKeys, byte[]?> run, bool isCheck, Action<byte[]?> onDone)
    {
        _run = run;
        IsCheck = isCheck;
        _onDone = onDone;
    }

    /// <summary>Makes a signature with the own key.</summary>
    /// <param name="statement">The signed bytes.</param>
    /// <param name="onDone">Receives the signature; null when the platform refuses.</param>
    internal static SignatureJob ToMake(byte[] statement, Action<byte[]?> onDone) =>
        ToMake(own => own.Usual?.Sign(statement, s_hash), onDone);

    /// <summary>Makes something with the own keys, such as a signed dictionary.</summary>
    /// <param name="make">Makes it, on any thread; null when the platform refuses.</param>
    /// <param name="onDone">Receives it.</param>
    internal static SignatureJob ToMake(Func<OwnKeys, byte[]?> make, Action<byte[]?> onDone) => new(make, isCheck: false, onDone);

    /// <summary>Checks the signature of another member.</summary>
    /// <param name="statement">The signed bytes.</param>
    /// <param name="signature">The received signature.</param>
    /// <param name="signer">The key of that member.</param>
    /// <param name="onValid">Runs when the signature is valid.</param>
    /// <param name="onInvalid">Runs when it is not; null for nothing.</param>
    internal static SignatureJob ToCheck(
        byte[] statement, byte[] signature, PublicKey signer, Action onValid, Action? onInvalid = null) =>
        ToCheck(() => signer.Verifies(statement, signature, s_hash), onValid, onInvalid);

    /// <summary>Checks another kind of signature.</summary>
    /// <param name="isValid">Checks it, on any thread.</param>
    /// <param name="onValid">Runs when the signature is valid.</param>
    /// <param name="onInvalid">Runs when it is not; null for nothing.</param>
    internal static SignatureJob ToCheck(Func<bool> isValid, Action onValid, Action? onInvalid = null) =>
        new(_ => isValid() ? [] : null, isCheck: true, valid =>
        {
            if (valid is not null)
                onValid();
            else
                onInvalid?.Invoke();
        });

    /// <summary>True to check a received signature, false to make one.</summary>
    public bool IsCheck { get; }

    /// <summary>
    /// Makes or checks the signature on any thread. Returns what was made, or some bytes for a valid signature; null otherwise.
    /// </summary>
    /// <param name="own">The own keys.</param>
    public byte[]? Run(OwnKeys own) => _run(own);

    internal void Complete(byte[]? signature) => _onDone(signature);
}
