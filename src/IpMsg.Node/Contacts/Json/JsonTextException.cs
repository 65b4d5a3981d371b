using System;

namespace IpMsg.Node.Contacts.Json;

/// <summary>A text is no JSON, or has a value that its reader cannot use.</summary>
internal sealed class JsonTextException : FormatException
{
    /// <param name="text">The whole text.</param>
    /// <param name="at">The index of the error.</param>
    /// <param name="problem">What is wrong there, without a full stop.</param>
    internal JsonTextException(string text, int at, string problem)
        : base(problem)
    {
        Line = 1;
        Column = 1;
        for (int i = 0; i < at && i < text.Length; i++)
        {
            Column++;
            if (text[i] != '\n')
                continue;
            Line++;
            Column = 1;
        }
    }

    /// <summary>The line, from 1.</summary>
    internal int Line { get; }

    /// <summary>The column in characters, from 1.</summary>
    internal int Column { get; }
}
