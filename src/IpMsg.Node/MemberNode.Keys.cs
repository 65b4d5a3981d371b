using System;

namespace IpMsg.Node;

/// <content>Keys on disk, which all processes of the user share.</content>
public sealed partial class MemberNode
{
    /// <summary>Why keys cannot be kept and are forgotten when the process ends; null while they can.</summary>
    public Exception? KeyFailure => _services.OwnKeyProblem ?? _services.Keys?.Failure;

    /// <summary>Takes in what other processes of the user have learnt of keys and decided about them.</summary>
    public void RefreshKeys()
    {
        if (_services.Keys is not { } writer)
            return;
        var (learnt, forgotten) = writer.Changes();
        if (learnt.Count == 0 && forgotten.Count == 0)
            return;
        Note(machine =>
        {
            foreach (var key in forgotten)
                machine.OverruleKey(key, null);
            machine.LoadKeys(learnt);
        });
    }

    /// <summary>Waits until what is known of others' keys is on the disk; why it is not there, or null.</summary>
    public Exception? SettleKeys()
    {
        _services.Keys?.Wait();
        return _services.Keys?.Failure;
    }
}
