using System;
using System.Text;

namespace IpMsg.Protocol.Attachments;

/// <summary>
/// Makes a received name safe: the result names an entry of one folder and nothing else (R85). Paths are rejected. Harmful characters
/// become underscores.
/// </summary>
public readonly struct SafeFileName
{
    // No file system allows longer names. The limit bounds the cost of the following steps.
    private const int MaxExamined = 1024;

    private SafeFileName(string? name, NameFlaws flaws)
    {
        Name = name;
        Flaws = flaws;
    }

    /// <summary>The safe name; null when the name is rejected.</summary>
    public string? Name { get; }

    /// <summary>The flaws of the received name.</summary>
    public NameFlaws Flaws { get; }

    /// <summary>True when the name is rejected.</summary>
    public bool IsRejected => Name is null;

    /// <summary>True when the safe name differs from the received one.</summary>
    public bool IsChanged => Name is not null && Flaws != NameFlaws.None;

    /// <summary>Checks and repairs a received name. A safe name stays unchanged.</summary>
    /// <param name="received">The name as received.</param>
    /// <param name="rules">The platform's name rules.</param>
    public static SafeFileName Of(string received, NameRules rules)
    {
        var flaws = PathShape.Of(received);
        if (flaws != NameFlaws.None)
            return new SafeFileName(null, flaws);
        string name = received;
        if (name.Length > MaxExamined)
        {
            int extension = NameLength.Extension(name);
            name = name.Substring(0, MaxExamined) + name.Substring(Math.Max(extension, MaxExamined));
            flaws |= NameFlaws.TooLong;
        }
        name = Normalise(NameCharacters.Replace(name, rules, ref flaws), ref flaws);
        // Normalising makes a K of a Kelvin sign, and "K:" is a drive.
        name = NameCharacters.Replace(name, rules, ref flaws);
        name = Trim(Cut(name, rules, ref flaws), rules, ref flaws);
        if (rules.IsWindows && DeviceNames.IsMatch(name))
        {
            flaws |= NameFlaws.ReservedDevice;
            name = Trim(Cut("_" + name, rules, ref flaws), rules, ref flaws);
        }
        // Cutting and trimming can leave nothing or only dots.
        var shape = PathShape.Of(name);
        return shape == NameFlaws.None ? new SafeFileName(name, flaws) : new SafeFileName(null, shape);
    }

    /// <summary>The safe name, or the reasons for its rejection in parentheses.</summary>
    public override string ToString() => Name ?? $"({Flaws})";

    // macOS sends letters and accents as separate code points; such a name is hard to type elsewhere.
    private static string Normalise(string name, ref NameFlaws flaws)
    {
        try
        {
            if (name.IsNormalized(NormalizationForm.FormC))
                return name;
            flaws |= NameFlaws.NotNormalised;
            return name.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            // Older runtimes throw at code points that they do not know.
            return name;
        }
    }

    private static string Cut(string name, NameRules rules, ref NameFlaws flaws)
    {
        if (NameLength.Measure(name, rules) <= NameRules.MaxLength)
            return name;
        flaws |= NameFlaws.TooLong;
        return NameLength.Fit(name, NameLength.Extension(name), "", rules);
    }

    private static string Trim(string name, NameRules rules, ref NameFlaws flaws)
    {
        int length = name.Length;
        while (rules.IsWindows && length > 0 && (name[length - 1] == '.' || char.IsWhiteSpace(name[length - 1])))
            length--;
        if (length == name.Length)
            return name;
        flaws |= NameFlaws.TrailingDotOrSpace;
        return name.Substring(0, length);
    }
}
