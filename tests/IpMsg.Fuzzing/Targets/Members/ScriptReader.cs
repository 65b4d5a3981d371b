using System;

namespace IpMsg.Fuzzing.Targets.Members;

/// <summary>
/// Splits a script. Its first byte chooses the settings; steps follow, with a byte FF before each: a letter for the step, a character for
/// the peer, a character for an argument, and a payload. A mutation of one step leaves the others as they are.
/// </summary>
internal ref struct ScriptReader
{
    private const byte Separator = 0xFF;
    private const int HeadLength = 3;

    private ReadOnlySpan<byte> _rest;

    internal ScriptReader(ReadOnlySpan<byte> input)
    {
        Settings = input.IsEmpty ? (byte)0 : input[0];
        _rest = input.IsEmpty ? default : input[1..];
    }

    /// <summary>The bits of <see cref="MemberStage"/>.</summary>
    internal byte Settings { get; }

    /// <summary>Reads the next step. False at the end.</summary>
    internal bool TryNext(out ScriptStep step)
    {
        while (!_rest.IsEmpty)
        {
            int end = _rest.IndexOf(Separator);
            var record = end < 0 ? _rest : _rest[..end];
            _rest = end < 0 ? default : _rest[(end + 1)..];
            if (record.Length < HeadLength)
                continue;
            step = new ScriptStep((char)record[0], record[1], record[2], record[HeadLength..]);
            return true;
        }
        step = default;
        return false;
    }
}
