using System.Net;
using IpMsg.Protocol;

namespace IpMsg.Node;

/// <content>What those who fetch files ask of the machine.</content>
public sealed partial class MemberNode
{
    private Transfer? BeginTransfer(FileRequestAssembler request, IPAddress from)
    {
        Transfer? transfer;
        lock (_gate)
        {
            if (_state != NodeState.Running)
                return null;
            transfer = _machine.BeginTransfer(NodeClock.Now, request, from);
        }
        OnOwnThread(Settle);
        return transfer;
    }

    // Also after the end: what was broken off by it ends as well.
    private void EndTransfer(Transfer transfer, string? failure, string? remark)
    {
        lock (_gate)
            _machine.EndTransfer(NodeClock.Now, transfer, failure, remark);
        OnOwnThread(Settle);
    }
}
