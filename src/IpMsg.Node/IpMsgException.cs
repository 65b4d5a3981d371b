using System;

namespace IpMsg.Node;

/// <summary>An error of this library, with its id, its target and advice.</summary>
public sealed class IpMsgException : Exception
{
    /// <param name="id">The cause.</param>
    /// <param name="message">
    /// The error message. <see cref="SafeText"/> removes control characters: names from the network may contain them, and a terminal
    /// shows the message.
    /// </param>
    /// <param name="target">The object that the error concerns.</param>
    /// <param name="advice">What the user can do; null for no advice.</param>
    /// <param name="inner">The exception that caused this one.</param>
    public IpMsgException(IpMsgErrorId id, string message, object? target = null, string? advice = null, Exception? inner = null)
        : base(SafeText.Line(message), inner)
    {
        ErrorId = id;
        Target = target;
        Advice = advice;
    }

    /// <summary>The cause; its name is the id of the error record.</summary>
    public IpMsgErrorId ErrorId { get; }

    /// <summary>The object that the error concerns.</summary>
    public object? Target { get; }

    /// <summary>What the user can do; null for no advice.</summary>
    public string? Advice { get; }
}
