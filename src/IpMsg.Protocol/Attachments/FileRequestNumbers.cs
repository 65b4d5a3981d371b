namespace IpMsg.Protocol.Attachments;

/// <summary>The number formats of a file request. Some clients use the wrong one; only a look at the offers tells which (R79).</summary>
public enum FileRequestNumbers
{
    /// <summary>All numbers are hex, as specified (R76).</summary>
    Hex,
    /// <summary>The file id is decimal, as in the attachment list; the other numbers are hex.</summary>
    DecimalId,
    /// <summary>All numbers are decimal.</summary>
    Decimal,
}
