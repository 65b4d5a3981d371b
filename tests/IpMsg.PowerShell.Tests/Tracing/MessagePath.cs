using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace IpMsg.PowerShell.Tests.Tracing;

/// <summary>
/// The calls through which a message passes on its way from one end to the other. The rule:
/// <list type="number">
/// <item>A call is entering a method of another of our types than the caller's. A method that is entered again counts once. Lambdas
/// and state machines belong to the method that contains them; a nested type is a type. A property that only reads or writes its field
/// is not a call, and neither is what the compiler adds without a source line.</item>
/// <item>The message is the datagram, its text, and every object that was constructed since and contains either.</item>
/// <item>The message passes through a call that gives it back: as its result, through a parameter, or as the constructed object. It
/// also passes through the calls that are open while it is put into a collection or a field for a later call, while a waiting thread is
/// woken, and while it reaches the end.</item>
/// <item>A call that was open at the start and returns before the end has waited for the message, and is on the path.</item>
/// <item>So a call that only looks at the message, for its digest or its length, is not on the path, and neither is an answer.</item>
/// <item>The methods that contain the two ends count in any case.</item>
/// </list>
/// </summary>
internal sealed class MessagePath
{
    private readonly TraceMark _start;
    private readonly TraceMark _end;

    /// <param name="trace">The recording.</param>
    /// <param name="start">Where the message comes from.</param>
    /// <param name="end">Where it goes to.</param>
    internal MessagePath(MessageTrace trace, TraceMark start, TraceMark end)
    {
        _start = start;
        _end = end;
        var handOvers = trace.Marks("put").Concat(trace.Marks("wake")).Where(each => IsWithin(each.Time)).Append(end);
        var passed = trace.Calls.Where(each => IsWithin(each.GaveBack) || HasWaited(each))
            .Union(handOvers.SelectMany(each => each.Call.Open)).Append(start.Call);
        Methods = [.. passed.Where(IsCounted).OrderBy(TimeOf).Select(each => each.Method).DistinctBy(each => each.ToString())];
    }

    /// <summary>The methods in the order in which the message reaches them.</summary>
    internal IReadOnlyList<TracedMethod> Methods { get; }

    internal int Files => Methods.Select(each => each.File).Distinct().Count();

    /// <summary>A numbered list of the calls, with their files.</summary>
    public override string ToString() => string.Join('\n', Methods.Select((each, i) =>
        string.Create(CultureInfo.InvariantCulture, $"{i + 1,2} {each} ({each.File})")));

    private bool IsWithin(int time) => time >= _start.Time && time <= _end.Time;

    private bool HasWaited(TracedCall call) => call.Entered < _start.Time && IsWithin(call.Left);

    private bool IsCounted(TracedCall call) => call == _start.Call || call == _end.Call
        || TimeOf(call) > 0 && call.Method is { File: not null, IsFieldAccess: false } && call.Caller?.Method.Type != call.Method.Type;

    // A call that was entered before is on the path once it returns.
    private int TimeOf(TracedCall call)
    {
        if (call == _start.Call)
            return _start.Time;
        if (IsWithin(call.Entered))
            return call.Entered;
        return IsWithin(call.Left) ? call.Left : call == _end.Call ? _end.Time : 0;
    }
}
