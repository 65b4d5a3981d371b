namespace IpMsg.Protocol.Attachments;

/// <summary>How the numbers of a file request are to be read. Clones write them wrongly, and only who knows the offers can tell (R79).</summary>
public enum FileRequestNumbers
{
    /// <summary>All in hex, as it should be (R76).</summary>
    Hex,
    /// <summary>The id in decimal, as it stands in the list; the others in hex.</summary>
    DecimalId,
    /// <summary>All in decimal.</summary>
    Decimal,
}
