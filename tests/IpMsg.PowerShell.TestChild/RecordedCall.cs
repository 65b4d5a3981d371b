namespace IpMsg.PowerShell.TestChild;

/// <summary>One entry of a method. Times are numbers of events; 0 means never.</summary>
internal sealed class RecordedCall
{
    internal required int Method { get; init; }

    internal required int Entered { get; init; }

    /// <summary>The call that was open on this thread; null for the first.</summary>
    internal required RecordedCall? Caller { get; init; }

    internal int Left { get; set; }

    /// <summary>When the message was among the arguments for the first time.</summary>
    internal int Given { get; set; }

    /// <summary>When the message came back for the first time.</summary>
    internal int GaveBack { get; set; }

    /// <summary>The place in the recording; -1 for none.</summary>
    internal int Index { get; set; } = -1;

    /// <summary>The number of the recording that the place is in.</summary>
    internal int Recording { get; set; }
}
