using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace IpMsg.PowerShell.Tests.Tracing;

/// <summary>What one recording contains, as CallRecorder wrote it.</summary>
internal sealed class MessageTrace
{
    private readonly List<TracedCall> _calls = [];
    private readonly List<TraceMark> _marks = [];

    internal MessageTrace(string path, IReadOnlyList<TracedMethod> methods)
    {
        foreach (string line in File.ReadLines(path))
        {
            string[] parts = line.Split(' ');
            int[] numbers = [.. parts.Skip(1).Select(each => int.Parse(each, CultureInfo.InvariantCulture))];
            if (parts[0] == "call")
                _calls.Add(new TracedCall(methods[numbers[1]], CallAt(numbers[0]), numbers[2], numbers[3], numbers[4], numbers[5]));
            else
                _marks.Add(new TraceMark(parts[0], _calls[numbers[0]], numbers[1]));
        }
    }

    private TracedCall? CallAt(int index) => index < 0 ? null : _calls[index];

    internal IReadOnlyList<TracedCall> Calls => _calls;

    /// <summary>The places and times at which something of a kind happened, oldest first.</summary>
    internal IEnumerable<TraceMark> Marks(string kind) => _marks.Where(each => each.Kind == kind);
}

/// <summary>A place where the message comes from outside, goes outside or is put somewhere, or where a thread is woken.</summary>
/// <param name="Kind">What happened: receive, send, write, put or wake.</param>
/// <param name="Call">The call in which it happened.</param>
/// <param name="Time">When it happened.</param>
internal sealed record TraceMark(string Kind, TracedCall Call, int Time);

/// <summary>One entry of a method. Times are numbers of events; 0 means never.</summary>
/// <param name="Method">What was entered.</param>
/// <param name="Caller">The call that was open on the thread; null for none.</param>
/// <param name="Entered">When it was entered.</param>
/// <param name="Left">When it ended.</param>
/// <param name="Given">When the message was among its arguments.</param>
/// <param name="GaveBack">When the message came back from it.</param>
internal sealed record TracedCall(TracedMethod Method, TracedCall? Caller, int Entered, int Left, int Given, int GaveBack)
{
    /// <summary>The call and all that were open around it.</summary>
    internal IEnumerable<TracedCall> Open
    {
        get
        {
            for (var each = this; each is not null; each = each.Caller)
                yield return each;
        }
    }
}
