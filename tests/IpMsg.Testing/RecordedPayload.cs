using System;

namespace IpMsg.Testing;

/// <summary>One record of a dialogue: what one side sent, once as bytes and once as a person wrote it down.</summary>
/// <param name="File">Name of the file that holds the record.</param>
/// <param name="Line">Its line there, counted from 1.</param>
/// <param name="Transport"><c>udp</c> or <c>tcp</c>.</param>
/// <param name="Sender">Who sent it.</param>
/// <param name="Receiver">To whom, or to which broadcast address.</param>
/// <param name="Shown">The comment's text, in the form of <see cref="EscapedText"/>.</param>
/// <param name="Bytes">The payload.</param>
public sealed record RecordedPayload(string File, int Line, string Transport, string Sender, string Receiver, string Shown, byte[] Bytes)
{
    /// <summary>
    /// True for datagrams and for file requests; false for what follows a request on its connection, which begins with a hex length
    /// or with the file itself.
    /// </summary>
    public bool IsPacket =>
        Transport == "udp" || Shown.StartsWith("1:", StringComparison.Ordinal) || Shown.StartsWith("1_", StringComparison.Ordinal);

    /// <summary>Where to look when a test fails.</summary>
    public override string ToString() => $"{File}({Line})";
}
