using System;

namespace IpMsg.Node.Storage.Log;

/// <summary>Examines the end of a log after its last line end.</summary>
internal static class MessageLogTail
{
    /// <summary>
    /// True for the start of one of our lines, which a killed writer or a full disk left. Other incomplete lines are kept: another program
    /// or an editor wrote them.
    /// </summary>
    internal static bool IsTorn(ReadOnlySpan<byte> tail)
    {
        var beginning = MessageLogLines.Beginning;
        int common = Math.Min(tail.Length, beginning.Length);
        return common > 0 && tail.Slice(0, common).SequenceEqual(beginning.Slice(0, common)) && !IsWholeObject(tail);
    }

    private static bool IsWholeObject(ReadOnlySpan<byte> json)
    {
        int depth = 0;
        bool isText = false;
        for (int at = 0; at < json.Length; at++)
        {
            switch (json[at])
            {
                case (byte)'\\' when isText:
                    at++;
                    break;
                case (byte)'"':
                    isText = !isText;
                    break;
                case (byte)'{' when !isText:
                    depth++;
                    break;
                case (byte)'}' when !isText && --depth == 0:
                    return true;
            }
        }
        return false;
    }
}
