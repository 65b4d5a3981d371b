using System.Collections;
using System.Collections.Generic;
using System.ComponentModel;
using System.Linq;
using System.Management.Automation;
using IpMsg.Node;

namespace IpMsg.PowerShell.Internal;

/// <summary>Deliveries for views, also deserialized ones. Control characters are made harmless.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class DeliveryText
{
    private const string Taken = "taken";

    /// <summary>
    /// What became of the files: the state of one, such as "taken" or "declined"; of several with one state "3 taken", otherwise
    /// "1 of 3 taken". Empty without files.
    /// </summary>
    public static string Files(PSObject delivery)
    {
        var states = Offers(delivery).Select(State).ToList();
        return states.Count == 0 ? ""
            : states.Distinct().Count() > 1 ? states.Count(each => each == Taken) + " of " + states.Count + " " + Taken
            : states.Count == 1 ? states[0]
            : states.Count + " " + states[0];
    }

    /// <summary>The files, one a line, each with what became of it and why.</summary>
    public static string FileLines(PSObject delivery) => string.Join("\n", Offers(delivery).Select(Line));

    private static string Line(PSObject offer)
    {
        string line = SafeText.Line(offer.Properties["Name"]?.Value?.ToString()) + ": " + State(offer);
        return offer.Properties["Reason"]?.Value?.ToString() is { Length: > 0 } reason ? line + " (" + SafeText.Line(reason) + ")" : line;
    }

    // What was fetched stays so, whatever becomes of the offer later.
    private static string State(PSObject offer)
    {
        if (LanguagePrimitives.IsTrue(offer.Properties["TimesTaken"]?.Value))
            return LanguagePrimitives.IsTrue(offer.Properties["IsIncomplete"]?.Value) ? "incomplete" : Taken;
        return offer.Properties["State"]?.Value?.ToString() switch
        {
            "Released" => "declined",
            "Sending" => "sending",
            "Withdrawn" => "withdrawn",
            "Expired" => "expired",
            _ => "waiting",
        };
    }

    private static IEnumerable<PSObject> Offers(PSObject delivery)
    {
        object? offers = delivery.Properties["Offers"]?.Value;
        return ((offers is PSObject wrapped ? wrapped.BaseObject : offers) as IEnumerable ?? System.Array.Empty<object>())
            .Cast<object>().Select(PSObject.AsPSObject);
    }
}
