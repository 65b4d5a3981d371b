namespace IpMsg.Protocol.Members.Limits;

/// <summary>The rates of one standing.</summary>
/// <param name="Each">The rate of each endpoint or address; less than <paramref name="All"/>, so that no single one uses up all.</param>
/// <param name="All">The rate of all together.</param>
internal readonly record struct ShareRates(Rate Each, Rate All);
