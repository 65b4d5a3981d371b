using System;
using System.Collections.Generic;
using IpMsg.Node.Storage.History.Records;

namespace IpMsg.Node.Storage.History;

/// <summary>The events of a store, on its own thread. Members must not throw.</summary>
internal interface IHistoryEvents
{
    /// <summary>These messages are on the disk, in their order, and may be confirmed.</summary>
    void OnWritten(IReadOnlyList<ReceivedMessage> messages);

    /// <summary>These messages could not be written. There is no retry.</summary>
    void OnFailed(IReadOnlyList<ReceivedMessage> messages, Exception reason);

    /// <summary>The store has started to fail, or works again (null).</summary>
    void OnFailureChanged(Exception? failure);
}
