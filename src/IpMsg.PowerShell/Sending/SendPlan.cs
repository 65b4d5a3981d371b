using System.Collections.Generic;
using IpMsg.Protocol.Members.Offers;

namespace IpMsg.PowerShell.Sending;

/// <summary>One thing that Send-IpMsg sends, as <see cref="SendPlanner"/> read it from the arguments and the pipeline. Immutable.</summary>
internal abstract record SendPlan;

/// <summary>A message to recipients, or to everyone.</summary>
/// <param name="Recipients">Members, names, addresses and so on, not resolved yet; empty for a broadcast.</param>
/// <param name="Text">The text; null for files without a text.</param>
/// <param name="Files">Files, folders and images to offer.</param>
/// <param name="IsBroadcast">True for a broadcast.</param>
internal sealed record MessagePlan(IReadOnlyList<object> Recipients, string? Text, IReadOnlyList<OutgoingFile> Files, bool IsBroadcast) : SendPlan;

/// <summary>A delivery that nobody confirmed, sent once more under its own packet number.</summary>
/// <param name="Delivery">The delivery.</param>
internal sealed record ResendPlan(IpMsgDelivery Delivery) : SendPlan;
