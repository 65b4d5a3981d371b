using IpMsg.Node.Contacts;
using IpMsg.Node.Storage.Queue;

namespace IpMsg.PowerShell.Sending;

/// <summary>A recipient that is not present.</summary>
/// <param name="To">Who it is.</param>
/// <param name="Contact">Its contact; null when it is known by its key alone.</param>
internal sealed record AbsentRecipient(QueueRecipient To, Contact? Contact);
