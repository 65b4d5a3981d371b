using System;

namespace IpMsg.Protocol.Attachments;

/// <summary>
/// Splits an entry of a list or the header of a record at its colons. A colon inside a name is doubled (R75). A number contains no colon,
/// so every colon ends it. The caller therefore says which kind of field it expects.
/// </summary>
internal ref struct FieldReader
{
    private const byte Colon = (byte)':';

    private ReadOnlySpan<byte> _rest;

    internal FieldReader(ReadOnlySpan<byte> fields) => _rest = fields;

    /// <summary>Reads the next field up to any colon. Returns false when nothing is left, for example after the final colon.</summary>
    internal bool TryPlain(out ReadOnlySpan<byte> field) => TryReadField(_rest.IndexOf(Colon), out field);

    /// <summary>Reads the next field up to a single colon. Doubled colons stay doubled.</summary>
    internal bool TryEscaped(out ReadOnlySpan<byte> field)
    {
        int at = _rest.IndexOf(Colon);
        while (at >= 0 && at + 1 < _rest.Length && _rest[at + 1] == Colon)
        {
            int next = _rest.Slice(at + 2).IndexOf(Colon);
            at = next < 0 ? -1 : at + 2 + next;
        }
        return TryReadField(at, out field);
    }

    /// <summary>Decodes a field and replaces doubled colons with single ones.</summary>
    internal static string Unescape(ReadOnlySpan<byte> field, NameDecoder names)
    {
        if (field.IndexOf("::"u8) < 0)
            return names.Read(field);
        var plain = new byte[field.Length];
        int length = 0;
        for (int at = 0; at < field.Length; at++)
        {
            plain[length++] = field[at];
            if (field[at] == Colon && at + 1 < field.Length && field[at + 1] == Colon)
                at++;
        }
        return names.Read(plain.AsSpan(0, length));
    }

    private bool TryReadField(int colon, out ReadOnlySpan<byte> field)
    {
        field = colon < 0 ? _rest : _rest.Slice(0, colon);
        bool isField = !_rest.IsEmpty;
        _rest = colon < 0 ? default : _rest.Slice(colon + 1);
        return isField;
    }
}
