using System;

namespace IpMsg.Protocol;

/// <summary>Reads <c>key=value</c> fields. Unknown keys and values that make no sense are passed over (R82).</summary>
internal static class FileExtrasReader
{
    internal static FileExtras Read(ref FieldReader fields, NameDecoder names)
    {
        FileExtra[]? found = null;
        int count = 0;
        while (fields.TryEscaped(out var field))
        {
            if (!TryExtra(field, names, out var extra))
                continue;
            found ??= new FileExtra[4];
            int at = IndexOf(found, count, extra.Key);
            if (at == found.Length)
                Array.Resize(ref found, at * 2);
            found[at] = extra;
            count = Math.Max(count, at + 1);
        }
        if (found is null)
            return FileExtras.None;
        Array.Resize(ref found, count);
        return new FileExtras(found);
    }

    // Each key once, the last word counting: so a stranger cannot make the list longer than there are keys.
    private static int IndexOf(FileExtra[] found, int count, FileExtraKey key)
    {
        int at = 0;
        while (at < count && found[at].Key != key)
            at++;
        return at;
    }

    private static bool TryExtra(ReadOnlySpan<byte> field, NameDecoder names, out FileExtra extra)
    {
        extra = default;
        int equals = field.IndexOf((byte)'=');
        if (equals < 0 || !HexNumber.TryRead(field.Slice(0, equals), out ulong number) || !FileExtra.IsKnown(number))
            return false;
        var key = (FileExtraKey)number;
        var value = field.Slice(equals + 1);
        if (FileExtra.IsText(key))
        {
            extra = new FileExtra(key, FieldReader.Unescape(value, names));
            return true;
        }
        // Some clients write several values, separated by commas; the first is the one that everybody means. A colon is here only when
        // somebody left the next field empty.
        int end = value.IndexOfAny((byte)',', (byte)':');
        if (!HexNumber.TryRead(end < 0 ? value : value.Slice(0, end), out number))
            return false;
        extra = new FileExtra(key, number);
        return true;
    }
}
