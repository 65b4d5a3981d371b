using System;
using System.Globalization;
using System.Linq;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Keys;

namespace IpMsg.PowerShell.Recipients;

/// <summary>The digits or the fingerprint that the owner of a key has told, to compare with the known keys.</summary>
internal sealed class ComparedKey
{
    private readonly Func<PublicKey, string> _form;
    private readonly string _told;

    private ComparedKey(Func<PublicKey, string> form, string told)
    {
        _form = form;
        _told = told;
    }

    /// <summary>The forty digits, in any script, with whatever separates them.</summary>
    internal static ComparedKey OfDigits(string digits) =>
        new(static key => Digits(KeyVerificationCode.Of(key)), Digits(digits));

    /// <summary>The sixteen hex digits of the fingerprint, as they are or as in user names.</summary>
    internal static ComparedKey OfFingerprint(string fingerprint) =>
        new(static key => key.Fingerprint.ToString(), string.Concat(fingerprint.Where(Uri.IsHexDigit)).ToLowerInvariant());

    /// <summary>The key that was told: the pinned one, or the other one under its names; null when it is neither.</summary>
    internal PublicKey? In(KnownKey known) => Is(known.Key) ? known.Key
        : known.Differing is { } other && Is(other) ? other
        : null;

    private bool Is(PublicKey key) => _form(key) == _told;

    // Input methods write full-width digits too.
    private static string Digits(string text) => string.Concat(text
        .Select(static each => CharUnicodeInfo.GetDecimalDigitValue(each))
        .Where(static each => each >= 0)
        .Select(static each => each.ToString(CultureInfo.InvariantCulture)));
}
