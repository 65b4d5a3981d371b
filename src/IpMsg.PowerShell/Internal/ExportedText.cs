using System;
using System.Collections;
using System.ComponentModel;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Reflection;

namespace IpMsg.PowerShell.Internal;

/// <summary>
/// The texts that Export-Csv writes for properties of output objects: times in ISO 8601, and the elements of lists. Export-Csv calls
/// ToString, which gives times in the form of the culture and the type names of arrays. The values themselves stay what they are.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ExportedText
{
    private const string Method = nameof(ToString);

    private static readonly MethodInfo s_time = typeof(ExportedText).GetMethod(nameof(TimeText));
    private static readonly MethodInfo s_list = typeof(ExportedText).GetMethod(nameof(ListText));

    /// <summary>The time in ISO 8601, as ConvertTo-Json writes it; with arguments, what DateTimeOffset.ToString returns for them.</summary>
    /// <param name="time">The time.</param>
    /// <param name="arguments">A format, a format provider, or both.</param>
    public static string TimeText(PSObject time, params object[] arguments)
    {
        string? format = arguments.Select(Unwrap).OfType<string>().FirstOrDefault();
        var provider = arguments.Select(Unwrap).OfType<IFormatProvider>().FirstOrDefault();
        return arguments.Length == 0
            ? ((DateTimeOffset)time.BaseObject).ToString("o", CultureInfo.InvariantCulture)
            : ((DateTimeOffset)time.BaseObject).ToString(format, provider);
    }

    /// <summary>The elements, separated by semicolons.</summary>
    public static string ListText(PSObject list) => string.Join("; ", ((IEnumerable)list.BaseObject).Cast<object>());

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    /// <summary>The property of an object, with a text for Export-Csv; null without a value.</summary>
    internal static PSObject? Of(PSObject item, string property)
    {
        object? value = item.BaseObject.GetType().GetProperty(property)?.GetValue(item.BaseObject);
        if (value is null)
            return null;
        var shown = PSObject.AsPSObject(value);
        // The engine keeps the members of an array with the array, which may have been here before.
        if (shown.Methods[Method] is not PSCodeMethod)
            shown.Methods.Add(new PSCodeMethod(Method, value is DateTimeOffset ? s_time : s_list));
        return shown;
    }
}
