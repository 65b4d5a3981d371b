using System;
using System.Text;

namespace IpMsg.Protocol.Attachments;

/// <summary>
/// A name that came from the network, made into one that names a file inside a folder and nothing else (R85). Names that are paths in
/// earnest are rejected; what can be repaired is, with an underscore in place of every harmful character.
/// </summary>
public readonly struct SafeFileName
{
    // No file system has longer names; it bounds what the steps below cost.
    private const int MaxExamined = 1024;

    private SafeFileName(string? name, NameFlaws flaws)
    {
        Name = name;
        Flaws = flaws;
    }

    /// <summary>The name to use; null when it was rejected.</summary>
    public string? Name { get; }

    /// <summary>What was wrong with it.</summary>
    public NameFlaws Flaws { get; }

    /// <summary>True when there is no name to use.</summary>
    public bool IsRejected => Name is null;

    /// <summary>True when the name had to be changed.</summary>
    public bool IsChanged => Name is not null && Flaws != NameFlaws.None;

    /// <summary>Judges a received name by the rules of a platform. Applied to its own result, it changes nothing.</summary>
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
        name = Trim(Cut(name, rules, ref flaws), rules, ref flaws);
        if (rules.IsWindows && DeviceNames.IsMatch(name))
        {
            flaws |= NameFlaws.ReservedDevice;
            name = Trim(Cut("_" + name, rules, ref flaws), rules, ref flaws);
        }
        // What was cut off or trimmed may have been all that made a name of it.
        var shape = PathShape.Of(name);
        return shape == NameFlaws.None ? new SafeFileName(name, flaws) : new SafeFileName(null, shape);
    }

    /// <summary>The name, or why there is none.</summary>
    public override string ToString() => Name ?? $"({Flaws})";

    // Macs send letters and accents apart; elsewhere such a name could not even be typed.
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
        if (NameLength.Measure(name, rules) <= rules.MaxLength)
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
