using System;
using System.Net;

namespace IpMsg.Testing;

/// <summary>
/// Something that is going to happen on a <see cref="SimulatedLan"/>: a datagram arrives, a station wakes, or the test acts.
/// </summary>
internal readonly record struct LanEvent(ILanStation? Station, byte[]? Datagram, IPEndPoint? From, Action? Act);
