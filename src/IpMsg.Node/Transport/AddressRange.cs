using System;
using System.Globalization;

namespace IpMsg.Node.Transport;

/// <summary>An address, or all addresses with the same prefix.</summary>
internal readonly struct AddressRange
{
    private readonly AddressBits _network;
    private readonly int _prefix;

    private AddressRange(AddressBits network, int prefix)
    {
        _network = network;
        _prefix = prefix;
    }

    internal bool Contains(AddressBits address) =>
        address.Length == _network.Length && address.First(_prefix).Equals(_network);

    /// <summary>Reads <c>10.1.2.3</c>, <c>10.0.0.0/8</c> or <c>fe80::/10</c>. Bits after the prefix are ignored.</summary>
    /// <exception cref="FormatException">The text has another form.</exception>
    internal static AddressRange Parse(string text)
    {
        string trimmed = text.Trim();
        int slash = trimmed.IndexOf('/');
        var address = EndPointText.TryReadAddress(slash < 0 ? trimmed : trimmed.Substring(0, slash));
        if (address == null)
        {
            throw new FormatException(
                "'" + text + "' is neither an address nor a range of them. Examples: 10.1.2.3, 10.0.0.0/8, fe80::/10.");
        }
        var bits = AddressBits.Of(address);
        int prefix = bits.Length;
        if (slash >= 0
            && (!int.TryParse(trimmed.Substring(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out prefix)
                || prefix > bits.Length))
        {
            string maxPrefix = bits.Length.ToString(CultureInfo.InvariantCulture);
            throw new FormatException("The range '" + text + "' needs a number from 0 to " + maxPrefix + " after the slash.");
        }
        return new AddressRange(bits.First(prefix), prefix);
    }
}
