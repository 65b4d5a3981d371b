using System;
using System.Collections.Generic;
using IpMsg.Protocol.Encryption;

namespace IpMsg.Protocol.Members.Master;

/// <summary>The key of a master as the user has given it: the key, or its digits.</summary>
internal sealed class MasterKey
{
    private const int DigitCount = 40;

    private readonly PublicKey? _key;
    private readonly string? _digits;

    /// <summary>A whole key.</summary>
    internal MasterKey(PublicKey key) => _key = key;

    private MasterKey(string digits) => _digits = digits;

    /// <summary>Forty digits, with any spaces or hyphens between them; null for another text.</summary>
    internal static MasterKey? OfDigits(string text)
    {
        string digits = Digits(text);
        return digits.Length == DigitCount ? new MasterKey(digits) : null;
    }

    /// <summary>True for this key.</summary>
    internal bool Matches(PublicKey key) => _key?.Equals(key) ?? Digits(KeyVerificationCode.Of(key)) == _digits;

    private static string Digits(string text)
    {
        var digits = new List<char>();
        foreach (char each in text)
        {
            if (each is >= '0' and <= '9')
                digits.Add(each);
            else if (each is not (' ' or '-'))
                return "";
        }
        return new string([.. digits]);
    }
}
