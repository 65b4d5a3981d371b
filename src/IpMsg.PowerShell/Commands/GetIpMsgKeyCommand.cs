using System;
using System.Collections.Generic;
using System.Management.Automation;
using IpMsg.Node;
using IpMsg.Node.Storage.Keys;
using IpMsg.PowerShell.Completers;
using IpMsg.PowerShell.Internal;
using IpMsg.PowerShell.Parameters;
using IpMsg.PowerShell.Recipients;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Keys;

namespace IpMsg.PowerShell.Commands;

/// <summary>Shows the public keys of members or of the listener itself, exports them to a file, and imports them from one.</summary>
[Cmdlet(VerbsCommon.Get, "IpMsgKey", DefaultParameterSetName = "Known")]
[OutputType(typeof(IpMsgKey))]
public sealed class GetIpMsgKeyCommand : ListenerCmdlet
{
    /// <summary>Only keys of these: user, host, user@host, nickname or address, with wildcards; or members, messages.</summary>
    [Parameter(ParameterSetName = "Known", Position = 0)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [KeyOwner]
    [ArgumentCompleter(typeof(KeyOwnerCompleter))]
    public string[]? Name { get; set; }

    /// <summary>The keys of the listener itself.</summary>
    [Parameter(ParameterSetName = "Own", Mandatory = true)]
    public SwitchParameter Own { get; set; }

    /// <summary>Write the keys to this file as well; it holds nothing secret.</summary>
    [Parameter(ParameterSetName = "Known")]
    [Parameter(ParameterSetName = "Own")]
    [FilePath]
    [ValidateNotNullOrEmpty]
    public string? ExportPath { get; set; }

    /// <summary>Read the keys in a file that ExportPath wrote, and pin those of members without a pinned key.</summary>
    [Parameter(ParameterSetName = "Import", Mandatory = true)]
    [FilePath]
    [ValidateNotNullOrEmpty]
    public string? ImportPath { get; set; }

    /// <inheritdoc/>
    protected override void End()
    {
        var listener = GetListener(ListenerUse.Send);
        KeyOwners.RequireKeys(listener);
        var keys = Own ? OwnKeys(listener) : ImportPath is null ? Known(listener) : Import(listener);
        if (ExportPath is not null)
        {
            string path = FilePaths.Resolve(SessionState, ExportPath, IpMsgErrorId.InvalidKeyFile);
            PublicKeyFile.Write(path, Exported(keys).ConvertAll(each => each.Portable));
        }
        keys.ForEach(WriteObject);
    }

    // One key is pinned for a member. Only the first own key signs; an import would report the second as a changed key.
    private List<IpMsgKey> Exported(List<IpMsgKey> keys) => Own ? keys.GetRange(0, Math.Min(1, keys.Count)) : keys;

    private static List<IpMsgKey> OwnKeys(IpMsgListener listener)
    {
        var keys = new List<IpMsgKey>();
        var settings = listener.Node.Settings;
        foreach (var key in new[] { settings.Keys!.Usual, settings.Keys.Older })
        {
            if (key is not null)
                keys.Add(new IpMsgKey(key.Public, settings.UserName, settings.HostName, settings.Keys.Capabilities, listener));
        }
        return keys;
    }

    private List<IpMsgKey> Known(IpMsgListener listener)
    {
        var names = Name is null ? null : new NamePatterns(Name, ContactNames.Of(listener));
        var known = KeyOwners.Find(listener.Node, names);
        foreach (string missing in names?.Missing ?? [])
            Report(KeyOwners.NotFound(missing));
        return known.ConvertAll(each => new IpMsgKey(each, listener));
    }

    // An imported key never replaces a pinned one. It verifies the same key: the user who gives the file trusts it.
    private List<IpMsgKey> Import(IpMsgListener listener)
    {
        var node = listener.Node;
        var added = new List<IpMsgKey>();
        foreach (var key in PublicKeyFile.Read(FilePaths.Resolve(SessionState, ImportPath!, IpMsgErrorId.InvalidKeyFile)))
        {
            bool isPinned = node.Keys.Pin(key);
            if (node.Keys.Find(key.UserName, key.HostName) is not { } pinned)
                continue;
            if (!pinned.Key.Equals(key.Key))
                Report(OtherIsPinned(new IpMsgKey(pinned, listener), key));
            else if (isPinned)
                added.Add(new IpMsgKey(pinned, listener));
            else if (!pinned.IsVerified && node.Keys.Verify(pinned, key.Key) is { } verified)
                added.Add(new IpMsgKey(verified, listener));
        }
        if (node.Keys.WaitForWrites() is { } reason && added.Count > 0)
            Report(new IpMsgException(IpMsgErrorId.InvalidKeyPath,
                "The imported keys are pinned until the listener stops, but could not be stored: " + reason.Message, listener, null,
                reason));
        return added;
    }

    private static IpMsgException OtherIsPinned(IpMsgKey pinned, KnownKey inFile)
    {
        var shown = PSObject.AsPSObject(pinned);
        return new IpMsgException(IpMsgErrorId.MemberKeyChanged,
            "Another key is pinned for " + KeyText.Name(shown) + " already. " + KeyText.Both(shown) + " In the file: "
            + KeyVerificationCode.Of(inFile.Key) + ".",
            inFile, "If the one in the file is right: " + KeyText.RemoveLine(shown) + ", then import it again.");
    }
}
