using System;

namespace IpMsg.Protocol.Attachments;

/// <summary>Reads <c>key=value</c> fields. Unknown keys and values that make no sense are passed over (R82).</summary>
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

    // Each key once, the last word counting: so a stranger cannot make the list longer than there are keys.
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
        if (equals < 0 || !HexNumber.TryRead(field.Slice(0, equals), out ulong number) || !ExtendedAttribute.IsKnown(number))
            return false;
        var key = (ExtendedAttributeKey)number;
        var value = field.Slice(equals + 1);
        if (ExtendedAttribute.IsText(key))
        {
            attribute = new ExtendedAttribute(key, FieldReader.Unescape(value, names));
            return true;
        }
        // Some clients write several values, separated by commas; the first is the one that everybody means. A colon is here only when
        // somebody left the next field empty.
        int end = value.IndexOfAny((byte)',', (byte)':');
        if (!HexNumber.TryRead(end < 0 ? value : value.Slice(0, end), out number))
            return false;
        attribute = new ExtendedAttribute(key, number);
        return true;
    }
}
