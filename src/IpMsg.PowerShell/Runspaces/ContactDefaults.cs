using System.Collections.Generic;
using System.Linq;
using IpMsg.Node.Contacts;

namespace IpMsg.PowerShell.Runspaces;

/// <summary>The contact files that a cmdlet works with when it is given none.</summary>
internal static class ContactDefaults
{
    private static readonly object s_lock = new();
    private static ContactFiles s_files = new([]);

    /// <summary>Those of a listener, else those of the listener of this runspace, else those of the environment.</summary>
    internal static ContactFiles Files(IpMsgListener? listener)
    {
        if ((listener ?? RunspaceScope.Existing?.Listener) is { } running)
            return running.Node.Contacts.Files;
        var paths = ContactPaths.Locate(EnvironmentDefaults.Get(ContactPaths.Variable));
        lock (s_lock)
        {
            // Kept, so that completion and history do not read the files again each time.
            if (!s_files.Paths.SequenceEqual(paths))
                s_files = new ContactFiles(paths);
            return s_files;
        }
    }

    /// <summary>Has everyone in this runspace read a file again that was changed.</summary>
    internal static void OnChanged(IEnumerable<ContactFiles> changed, IpMsgListener? listener)
    {
        foreach (var files in changed)
            files.Invalidate();
        lock (s_lock)
            s_files.Invalidate();
        if ((listener ?? RunspaceScope.Existing?.Listener) is { } running)
        {
            running.Node.Contacts.Files.Invalidate();
            running.Node.Contacts.Follow();
        }
    }
}
