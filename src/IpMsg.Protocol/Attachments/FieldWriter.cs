using System.Text;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Attachments;

/// <summary>Writes the parts that attachment lists and folder streams have in common.</summary>
internal static class FieldWriter
{
    /// <summary>
    /// A name that cannot be mistaken for more than one field. Escaped as bytes rather than as characters, because some encodings make
    /// a colon or a BEL of a character that is none.
    /// </summary>
    internal static void Name(ref PacketWriter writer, string name, Encoding encoding)
    {
        bool isCodePage = !ReferenceEquals(encoding, TextCodec.Utf8);
        foreach (byte each in encoding.GetBytes(WithoutControls(name)))
        {
            switch (each)
            {
                case (byte)':':
                    writer.Bytes("::"u8);
                    break;
                case 0x00 or 0x07:
                    writer.Byte((byte)'_');
                    break;
                // What a code page makes of characters that it lacks, and no name where code pages are in use.
                case (byte)'?' when isCodePage:
                    writer.Byte((byte)'_');
                    break;
                default:
                    writer.Byte(each);
                    break;
            }
        }
    }

    /// <summary>The extended attributes, a colon ahead of each (R81).</summary>
    internal static void ExtendedAttributes(ref PacketWriter writer, ExtendedAttributes attributes, Encoding encoding)
    {
        foreach (var attribute in attributes.All)
        {
            // An empty value would make two colons meet, which means something else.
            if (attribute.Text is { Length: 0 })
                continue;
            writer.Byte((byte)':');
            writer.Hex((ulong)attribute.Key);
            writer.Byte((byte)'=');
            if (attribute.Text is null)
                writer.Hex(attribute.Number);
            else
                Name(ref writer, attribute.Text, encoding);
        }
    }

    private static string WithoutControls(string name)
    {
        StringBuilder? clean = null;
        for (int at = 0; at < name.Length; at++)
        {
            if (!char.IsControl(name[at]))
                continue;
            clean ??= new StringBuilder(name);
            clean[at] = '_';
        }
        return clean?.ToString() ?? name;
    }
}
