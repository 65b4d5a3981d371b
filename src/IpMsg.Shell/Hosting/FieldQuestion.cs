using System;
using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace IpMsg.Shell.Hosting;

/// <summary>Asks for the value of one field: what a missing mandatory parameter shows.</summary>
internal sealed class FieldQuestion(PSHostUserInterface ui)
{
    /// <summary>The value, of the field's type; null if nothing was entered.</summary>
    public object? Ask(FieldDescription field)
    {
        var type = LanguagePrimitives.TryConvertTo<Type>(field.ParameterAssemblyFullName, out var known)
            ? known
            : LanguagePrimitives.TryConvertTo<Type>(field.ParameterTypeFullName, out known) ? known : typeof(string);
        var label = Label(field);
        if (type.IsArray || (type != typeof(string) && typeof(IList).IsAssignableFrom(type)))
        {
            return AskSeveral(label, type.GetElementType() ?? typeof(object), type, field.HelpMessage);
        }

        return AskOne(label, type, field.HelpMessage, field.DefaultValue?.BaseObject);
    }

    private object? AskSeveral(string label, Type element, Type type, string help)
    {
        var values = new ArrayList();
        while (AskOne($"{label}[{values.Count}]", element, help, null) is { } value and not "")
        {
            values.Add(value);
        }

        return LanguagePrimitives.ConvertTo(values.ToArray(), type);
    }

    private object? AskOne(string label, Type type, string help, object? otherwise)
    {
        while (true)
        {
            if (type == typeof(PSCredential))
            {
                return ui.PromptForCredential(null, label, null, "");
            }

            ui.Write($"{label}: ");
            if (type == typeof(SecureString))
            {
                return ui.ReadLineAsSecureString();
            }

            var answer = ui.ReadLine();
            if (answer == "!?")
            {
                ui.WriteLine(string.IsNullOrEmpty(help) ? "There is no help for this value." : help);
                continue;
            }

            if (answer.Length == 0 && (otherwise is not null || type != typeof(string)))
            {
                return otherwise;
            }

            if (LanguagePrimitives.TryConvertTo(answer, type, out var value))
            {
                return value;
            }

            ui.WriteErrorLine($"'{answer}' is not a {type.Name}.");
        }
    }

    private static string Label(FieldDescription field)
    {
        var label = string.IsNullOrEmpty(field.Label) ? field.Name : field.Label;
        return label.Replace("&", "", StringComparison.Ordinal);
    }
}
