namespace IpMsg.Protocol.Wire;

/// <summary>Lines end with LF alone, on the wire and in what we hand out (R19).</summary>
public static class LineEndings
{
    /// <summary>CRLF and CR as LF.</summary>
    public static string Normalise(string text) =>
        text.IndexOf('\r') < 0 ? text : text.Replace("\r\n", "\n").Replace('\r', '\n');
}
