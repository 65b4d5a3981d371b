using System;
using System.Collections.Generic;

namespace IpMsg.Protocol.Attachments;

/// <summary>
/// The names under which the entries of one folder, or of one attachment list, are sent (R115). A replaced name differs from all others,
/// also for systems that ignore case. Names that need no replacement stay as they are.
/// </summary>
internal sealed class OfferedNames
{
    private readonly bool _keepsNames;
    private readonly Func<IEnumerable<string>> _siblings;
    private HashSet<string>? _others;
    private FolderNames? _given;

    /// <param name="keepsNames">True for a recipient that makes names fit for its own system.</param>
    /// <param name="siblings">All names of the folder or the list. Called once, when a name has to be replaced.</param>
    internal OfferedNames(bool keepsNames, Func<IEnumerable<string>> siblings)
    {
        _keepsNames = keepsNames;
        _siblings = siblings;
    }

    /// <summary>The name to send.</summary>
    internal string Of(string name, bool isFolder)
    {
        string fit = _keepsNames ? OfferedName.WithoutControls(name) : OfferedName.ForWindows(name);
        if (fit == name)
            return name;
        _others ??= new HashSet<string>(_siblings(), StringComparer.OrdinalIgnoreCase);
        _given ??= new FolderNames(NameRules.Windows);
        return _given.Reserve(fit, isFolder, _others.Contains) ?? fit;
    }
}
