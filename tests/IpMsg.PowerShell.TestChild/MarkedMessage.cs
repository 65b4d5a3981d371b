using System;
using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace IpMsg.PowerShell.TestChild;

/// <summary>
/// Recognises one message by a marker in its text. The message is the datagram, the text, and every object of the module that was
/// constructed since the recording began and contains either. So an inbox or a node is not the message, although it holds it.
/// </summary>
internal sealed class MarkedMessage(string marker)
{
    private const int MaxDepth = 8;

    private readonly byte[] _bytes = Encoding.ASCII.GetBytes(marker);
    private readonly ConditionalWeakTable<object, object> _constructed = [];

    internal void AddConstructed(object value) => _constructed.GetValue(value, each => each);

    internal bool IsConstructed(object value) => _constructed.TryGetValue(value, out _);

    internal bool IsIn(ReadOnlySpan<byte> bytes) => bytes.IndexOf(_bytes) >= 0;

    internal bool IsIn(ReadOnlySpan<char> text) => text.IndexOf(marker) >= 0;

    internal bool IsIn(object? value, int depth = 0) => depth <= MaxDepth && value switch
    {
        null or Cmdlet => false,
        string text => IsIn(text.AsSpan()),
        byte[] bytes => IsIn(bytes.AsSpan()),
        ReadOnlyMemory<byte> memory => IsIn(memory.Span),
        Memory<byte> memory => IsIn(memory.Span),
        PSObject wrapped => wrapped.BaseObject != wrapped && IsIn(wrapped.BaseObject, depth + 1),
        Delegate work => IsIn(work.Target, depth + 1),
        IList list when list is Array || list.GetType().Namespace == typeof(List<>).Namespace => IsInAny(list, depth + 1),
        _ => MayContain(value) && IsInField(value, depth + 1),
    };

    private bool MayContain(object value)
    {
        var type = value.GetType();
        return type.IsValueType ? !type.IsPrimitive && !type.IsEnum : IsConstructed(value);
    }

    private bool IsInField(object value, int depth)
    {
        foreach (var field in value.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            if (IsIn(field.GetValue(value), depth))
                return true;
        }
        return false;
    }

    private bool IsInAny(IList list, int depth)
    {
        for (int i = 0; i < list.Count; i++)
        {
            if (IsIn(list[i], depth))
                return true;
        }
        return false;
    }
}
