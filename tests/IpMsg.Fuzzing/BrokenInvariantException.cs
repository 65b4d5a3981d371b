using System;

namespace IpMsg.Fuzzing;

/// <summary>Something that must be true for every input is false for this one.</summary>
internal sealed class BrokenInvariantException(string message) : Exception(message);
