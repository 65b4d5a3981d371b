using System;

namespace IpMsg.Node;

/// <summary>The one exception of this library: what did not work, with what, and the way out.</summary>
public sealed class IpMsgException : Exception
{
    /// <param name="id">Why.</param>
    /// <param name="message">
    /// The same for people; names in it may be a stranger's, and are made harmless, for errors go to terminals.
    /// </param>
    /// <param name="target">With what.</param>
    /// <param name="advice">What to do about it; null when there is nothing to say.</param>
    /// <param name="inner">What lies beneath.</param>
    public IpMsgException(IpMsgErrorId id, string message, object? target = null, string? advice = null, Exception? inner = null)
        : base(SafeText.Line(message), inner)
    {
        ErrorId = id;
        Target = target;
        Advice = advice;
    }

    /// <summary>Why; its name is the id of the error record.</summary>
    public IpMsgErrorId ErrorId { get; }

    /// <summary>With what it happened.</summary>
    public object? Target { get; }

    /// <summary>What to do about it.</summary>
    public string? Advice { get; }
}
