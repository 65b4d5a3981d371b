using System;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Attachments;

/// <summary>Reads <c>key=value</c> fields. Skips unknown keys and invalid values (R82).</summary>
internal static class ExtendedAttributesReader
{
    internal static ExtendedAttributes Read(ref FieldReader fields, NameDecoder names)
    {
        ExtendedAttribute[]? found = null;
        int count = 0;
        while (fields.TryEscaped(out var field))
        {
            if (!TryReadAttribute(field, names, out var attribute))
                continue;
            found ??= new ExtendedAttribute[4];
            int at = IndexOf(found, count, attribute.Key);
            if (at == found.Length)
                Array.Resize(ref found, at * 2);
            found[at] = attribute;
            count = Math.Max(count, at + 1);
        }
        if (found is null)
            return ExtendedAttributes.None;
        Array.Resize(ref found, count);
        return new ExtendedAttributes(found);
    }

    // Each key is stored once and the last value wins, so a peer cannot make the list longer than the number of known keys.
    private static int IndexOf(ExtendedAttribute[] found, int count, ExtendedAttributeKey key)
    {
        int at = 0;
        while (at < count && found[at].Key != key)
            at++;
        return at;
    }

    private static bool TryReadAttribute(ReadOnlySpan<byte> field, NameDecoder names, out ExtendedAttribute attribute)
    {
        attribute = default;
        int equals = field.IndexOf((byte)'=');
        if (equals < 0 || !NumberText.TryReadHex(field.Slice(0, equals), out ulong number) || !ExtendedAttribute.IsKnown(number))
            return false;
        var key = (ExtendedAttributeKey)number;
        var value = field.Slice(equals + 1);
        if (ExtendedAttribute.IsText(key))
        {
            attribute = new ExtendedAttribute(key, FieldReader.Unescape(value, names));
            return true;
        }
        // Some clients write several values separated by commas; the first one is the common one. A colon remains here only when the next
        // field is empty.
        int end = value.IndexOfAny((byte)',', (byte)':');
        if (!NumberText.TryReadHex(end < 0 ? value : value.Slice(0, end), out number))
            return false;
        attribute = new ExtendedAttribute(key, number);
        return true;
    }
}
