using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using IpMsg.Protocol.Members;

namespace IpMsg.Protocol.Tests.Members.Simulation;

/// <summary>
/// Counts what a machine keeps: the elements of every collection that can be reached from it, by the field that holds it. A table that
/// nobody has thought of is counted as well.
/// </summary>
internal sealed class TableSizes
{
    private static readonly Assembly s_library = typeof(MemberMachine).Assembly;
    private static readonly Dictionary<Type, FieldInfo[]> s_fields = [];

    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly Stack<object> _open = new();
    private readonly Dictionary<string, int> _sizes = [];

    private TableSizes()
    {
    }

    /// <summary>The number of elements of each table, by type and field.</summary>
    internal static IReadOnlyDictionary<string, int> Of(MemberMachine machine)
    {
        var sizes = new TableSizes();
        sizes._open.Push(machine);
        while (sizes._open.TryPop(out object? next))
            sizes.Visit(next);
        return sizes._sizes;
    }

    private void Visit(object value)
    {
        // Values have no identity, and keys and members do not hold what the machine owns.
        if (!value.GetType().IsValueType && !_seen.Add(value))
            return;
        foreach (var field in FieldsOf(value.GetType()))
        {
            object? held = field.GetValue(value);
            if (held is null)
                continue;
            if (held is ICollection table && held is not Array { Rank: > 1 })
                Count(field, table);
            else if (IsFollowed(held.GetType()))
                _open.Push(held);
        }
    }

    // A generic collection in a field of an interface type may lack ICollection: those of .NET have it.
    private void Count(FieldInfo field, ICollection table)
    {
        // An array of numbers has its length from the start.
        if (!_seen.Add(table) || table.GetType().GetElementType() is { IsPrimitive: true })
            return;
        string name = field.DeclaringType!.Name.Split('`')[0] + "." + field.Name;
        int size = table is Array array ? array.Cast<object?>().Count(static each => each is not null) : table.Count;
        _sizes[name] = _sizes.GetValueOrDefault(name) + size;
        foreach (object? each in table)
        {
            foreach (object? part in Parts(each))
            {
                if (part is ICollection inner)
                    Count(field, inner);
                else if (part is not null && IsFollowed(part.GetType()))
                    _open.Push(part);
            }
        }
    }

    // Keys and values, and the items of tuples, up to two levels.
    private static IEnumerable<object?> Parts(object? element) => element switch
    {
        null => [],
        DictionaryEntry entry => [entry.Key, entry.Value],
        System.Runtime.CompilerServices.ITuple tuple => Enumerable.Range(0, tuple.Length).Select(at => tuple[at]),
        _ when element.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>) =>
            [.. Parts(type.GetProperty("Key")!.GetValue(element)), .. Parts(type.GetProperty("Value")!.GetValue(element))],
        _ => [element],
    };

    private static bool IsFollowed(Type type) => type.Assembly == s_library && !type.IsEnum && !typeof(Delegate).IsAssignableFrom(type);

    private static FieldInfo[] FieldsOf(Type type)
    {
        if (s_fields.TryGetValue(type, out var known))
            return known;
        var fields = new List<FieldInfo>();
        for (var each = type; each is not null && each.Assembly == s_library; each = each.BaseType)
        {
            fields.AddRange(each.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                .Where(static field => !field.FieldType.IsPrimitive && !field.FieldType.IsEnum && field.FieldType != typeof(string)));
        }
        return s_fields[type] = [.. fields];
    }
}
