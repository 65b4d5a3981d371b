using System;
using System.IO;
using System.Text;

namespace IpMsg.Node.TestChild.Soak;

/// <summary>
/// What the members of this process have seen, one line an event. tests/soak/report.py counts the lines. Nothing is kept in memory, whose
/// growth is measured.
/// </summary>
internal sealed class SoakLog(string path) : IDisposable
{
    private readonly StreamWriter _output = new(path, append: false, new UTF8Encoding(false)) { NewLine = "\n" };

    /// <param name="kind">
    /// <c>C</c>, <c>U</c>, <c>N</c>: a delivery was confirmed, unconfirmed, refused. <c>O</c>: its sealed text was opened. <c>R</c>: a
    /// message was received. <c>B</c>, <c>b</c>: a broadcast was sent, received. <c>F</c>, <c>f</c>: an attachment was fetched, or not.
    /// <c>A</c>: an automatic reply came. <c>D</c>: a member has left and entered again.
    /// </param>
    /// <param name="sender">The member that has sent the message.</param>
    /// <param name="sequence">The number of the message among those of its sender.</param>
    /// <param name="recipient">The recipient.</param>
    /// <param name="detail">Something for people to read.</param>
    internal void Write(char kind, int sender, int sequence, int recipient, string detail = "-")
    {
        lock (_output)
            _output.WriteLine($"{kind} {sender} {sequence} {recipient} {detail}");
    }

    internal void Flush()
    {
        lock (_output)
            _output.Flush();
    }

    public void Dispose()
    {
        lock (_output)
            _output.Dispose();
    }
}
