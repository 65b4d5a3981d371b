using System.Text;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Attachments;

/// <summary>Writes the fields that attachment lists and folder streams share.</summary>
internal static class FieldWriter
{
    /// <summary>
    /// Writes a name as one field. Escapes bytes and not characters, because some encodings use the byte of a colon or a BEL inside other
    /// characters.
    /// </summary>
    internal static void Name(ref PacketWriter writer, string name, Encoding encoding)
    {
        bool isCodePage = !ReferenceEquals(encoding, TextCodec.Utf8);
        foreach (byte each in encoding.GetBytes(OfferedName.WithoutControls(name)))
        {
            switch (each)
            {
                case (byte)':':
                    writer.Bytes("::"u8);
                    break;
                case 0x00 or 0x07:
                    writer.Byte((byte)'_');
                    break;
                // A code page encodes characters that it lacks as '?', which Windows file names cannot contain.
                case (byte)'?' when isCodePage:
                    writer.Byte((byte)'_');
                    break;
                default:
                    writer.Byte(each);
                    break;
            }
        }
    }

    /// <summary>Writes the extended attributes, each with a leading colon (R81).</summary>
    internal static void ExtendedAttributes(ref PacketWriter writer, ExtendedAttributes attributes, Encoding encoding)
    {
        foreach (var attribute in attributes.All)
        {
            // An empty value puts two colons side by side, which a reader takes for an escaped colon.
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
}
