using System;
using System.Collections.Generic;
using System.Linq;
using IpMsg.PowerShell.Tests.Engine;
using Xunit;

namespace IpMsg.PowerShell.Tests.Output;

/// <summary>
/// ConvertTo-Json writes the properties of a .NET object, and Export-Csv their texts. So output objects have texts, numbers, truth values,
/// times with a text in ISO 8601, lists with the texts of their elements, and objects of the same kind.
/// </summary>
public sealed class ExportedPropertyTests
{
    private static readonly Type[] s_plain =
        [typeof(string), typeof(bool), typeof(int), typeof(uint), typeof(long), typeof(double)];

    public static TheoryData<string> Types => [.. OutputTypes.Select(each => each.Name)];

    private static IEnumerable<Type> OutputTypes => typeof(IpMsgListener).Assembly.GetExportedTypes().Where(each =>
        each.Namespace == "IpMsg.PowerShell" && each.Name.StartsWith("IpMsg", StringComparison.Ordinal)
        && each is { IsClass: true, IsAbstract: false } && !each.IsSubclassOf(typeof(EventArgs)));

    [Fact]
    public void All_types_are_tested() => Assert.True(OutputTypes.Count() >= 13);

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_property_has_a_form_that_JSON_and_CSV_can_show(string name)
    {
        var type = OutputTypes.Single(each => each.Name == name);
        using var session = new PsSession();
        const string script = "$it = [System.Runtime.CompilerServices.RuntimeHelpers]::GetUninitializedObject($args[0]); "
            + "foreach ($each in $it.PSObject.Properties) { if ($each -is [System.Management.Automation.PSCodeProperty]) { $each.Name } }";
        var forms = session.All<string>(script, type).ToHashSet();
        foreach (var property in type.GetProperties())
        {
            var value = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            bool needsForm = value == typeof(DateTimeOffset) || value.IsArray;
            Assert.True(needsForm || s_plain.Contains(value) || OutputTypes.Contains(value), name + "." + property.Name + " is a " + value);
            Assert.True(needsForm == forms.Contains(property.Name), name + "." + property.Name + " has a code property: " + !needsForm);
            if (value.IsArray)
                Assert.True(value == typeof(string[]) || OutputTypes.Contains(value.GetElementType()), name + "." + property.Name);
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_type_has_a_text_of_its_own(string name) =>
        Assert.Equal(name, OutputTypes.Single(each => each.Name == name).GetMethod("ToString", [])!.DeclaringType!.Name);
}
