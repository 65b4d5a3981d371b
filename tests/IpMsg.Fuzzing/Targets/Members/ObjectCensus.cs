using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members;

namespace IpMsg.Fuzzing.Targets.Members;

/// <summary>
/// Counts the elements of all tables of a machine, whatever they are called: a new one is counted too. It looks at fields of the library's
/// own classes and at the elements of their collections.
/// </summary>
internal static class ObjectCensus
{
    /// <summary>More elements for each datagram and command show a table that grows for another reason.</summary>
    internal const int MaxPerInput = 60;

    private static readonly Dictionary<Type, FieldInfo[]> s_fields = [];

    internal static int Of(MemberMachine machine)
    {
        int elements = 0;
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance) { machine };
        var waiting = new Stack<object>(seen);
        while (waiting.TryPop(out var next))
        {
            bool isCollection = next is IEnumerable && !IsOwn(next.GetType());
            foreach (object found in isCollection ? Elements((IEnumerable)next, ref elements) : Fields(next))
            {
                if (IsExamined(found.GetType()) && seen.Add(found))
                    waiting.Push(found);
            }
        }
        return elements;
    }

    private static List<object> Elements(IEnumerable collection, ref int count)
    {
        var found = new List<object>();
        foreach (object? element in collection)
        {
            count++;
            if (element is not null)
                found.Add(element);
        }
        return found;
    }

    private static IEnumerable<object> Fields(object owner)
    {
        if (!s_fields.TryGetValue(owner.GetType(), out var fields))
            s_fields[owner.GetType()] = fields = AllFields(owner.GetType());
        return fields.Select(field => field.GetValue(owner)).OfType<object>();
    }

    private static FieldInfo[] AllFields(Type type)
    {
        const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var fields = new List<FieldInfo>();
        for (var each = type; each is not null && each != typeof(object); each = each.BaseType)
            fields.AddRange(each.GetFields(Instance).Where(field => !field.FieldType.IsPrimitive && !field.FieldType.IsPointer));
        return [.. fields];
    }

    // Delegates of the library hold what waits for an answer. Texts, numbers and arrays of them are no tables.
    private static bool IsExamined(Type type) => type.IsAssignableTo(typeof(Delegate)) || IsOwn(type)
        || type.IsAssignableTo(typeof(IEnumerable)) && type != typeof(string) && !(type.IsArray && type.GetElementType()!.IsPrimitive)
        || type.IsGenericType && type.GetGenericTypeDefinition() is var generic
            && (generic == typeof(KeyValuePair<,>) || generic.FullName!.StartsWith("System.ValueTuple", StringComparison.Ordinal));

    // Tests that run at the same time use the same key, whose pool has as many objects as threads have needed at once.
    private static bool IsOwn(Type type) => type.Assembly == typeof(MemberMachine).Assembly && type != typeof(RsaPool);
}
