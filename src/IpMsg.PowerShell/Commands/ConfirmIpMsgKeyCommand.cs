using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using IpMsg.Node;
using IpMsg.PowerShell.Errors;
using IpMsg.PowerShell.Internal;
using IpMsg.PowerShell.Recipients;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Members.Keys;

namespace IpMsg.PowerShell.Commands;

/// <summary>Marks keys as verified: the user has compared their digits with those of their owners.</summary>
[Cmdlet(VerbsLifecycle.Confirm, "IpMsgKey",
    SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High, DefaultParameterSetName = "Question")]
[OutputType(typeof(IpMsgKey))]
public sealed class ConfirmIpMsgKeyCommand : KeyCmdlet
{
    // Five transmissions of the key request, and the second in which the member can correct a forged answer.
    private static readonly TimeSpan s_maxWait = TimeSpan.FromSeconds(6);

    /// <summary>The forty digits that the owner has read out; instead of a question.</summary>
    [Parameter(ParameterSetName = "Digits", Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string? Digits { get; set; }

    /// <summary>The fingerprint that the owner has told; instead of a question.</summary>
    [Parameter(ParameterSetName = "Fingerprint", Mandatory = true)]
    [ValidateNotNullOrEmpty]
    public string? Fingerprint { get; set; }

    private ComparedKey? Told => Digits is not null ? ComparedKey.OfDigits(Digits)
        : Fingerprint is not null ? ComparedKey.OfFingerprint(Fingerprint)
        : null;

    /// <inheritdoc/>
    // A nickname can be anybody's. What was told decides between several keys, and so does the user with wildcards.
    private protected override IReadOnlyList<IpMsgKey> Find(IpMsgListener listener, string name)
    {
        var keys = Known(listener, name);
        if (keys.Count < 2 || WildcardPattern.ContainsWildcardCharacters(name))
            return keys;
        var told = keys.Where(each => Told?.In(each.Known!) is not null).ToArray();
        return told.Length > 0 ? told : throw new IpMsgException(IpMsgErrorId.RecipientAmbiguous,
            "There are keys of several members called '" + name + "': "
            + string.Join(", ", keys.Select(each => KeyText.Name(PSObject.AsPSObject(each)))) + ".",
            name, "Give user@host.");
    }

    /// <inheritdoc/>
    private protected override void Decide(IpMsgKey key, MemberNode node)
    {
        node.Keys.Refresh();
        var known = node.Keys.Find(key.UserName, key.HostName);
        if (known is null || !known.IsSamePin(key.Known!))
        {
            throw new IpMsgException(IpMsgErrorId.KeyMismatch,
                "This key of " + KeyText.Name(PSObject.AsPSObject(key)) + " is no longer pinned.", key,
                "Get-IpMsgKey shows the keys that are pinned now.");
        }
        var listener = Listener ?? key.Listener;
        var shown = PSObject.AsPSObject(new IpMsgKey(known, listener));
        var compared = Compare(known, shown);
        if (compared is null || !Agrees(known, shown, compared))
            return;
        if (known.IsVerified)
        {
            WriteObject(shown);
            return;
        }
        var verified = node.Keys.Verify(known, compared) ?? throw KeyErrors.Changed(
            "The new key of " + KeyText.Name(shown) + " was noted by an older version, and cannot be used as it is.", null, key,
            KeyText.RemoveLine(shown) + " forgets the pinned one; then send a message and compare again.");
        WriteObject(new IpMsgKey(verified, listener));
        if (node.Keys.WaitForWrites() is { } reason)
        {
            Report(new IpMsgException(IpMsgErrorId.InvalidKeyPath, "The key of " + KeyText.Name(shown)
                + " is verified until the listener stops, but this could not be stored: " + reason.Message, key, null, reason));
        }
    }

    /// <summary>The key to verify; null when it is not decided which of two it is, or when it is neither.</summary>
    private PublicKey? Compare(KnownKey known, PSObject shown)
    {
        if (Told is not { } told)
        {
            if (!known.HasChanged)
                return known.Key;
            Report(KeyErrors.Changed("The key of " + KeyText.Name(shown) + " has changed, so the digits have to say which one is right.",
                shown, shown.BaseObject, "Or, if they are the pinned ones, give those."));
            return null;
        }
        if (told.In(known) is { } compared)
            return compared;
        Report(new IpMsgException(IpMsgErrorId.KeyMismatch,
            "That is not the key of " + KeyText.Name(shown) + ". " + KeyText.Both(shown), shown.BaseObject,
            "Have it read out once more. If it stays like that, somebody else answers under that name: send nothing there."));
        return null;
    }

    // With digits or a fingerprint, the comparison is done, and nobody is asked without -Confirm.
    private bool Agrees(KnownKey known, PSObject shown, PublicKey compared)
    {
        bool isTold = Digits is not null || Fingerprint is not null;
        if ((isTold || known.IsVerified) && !IsWhatIf && !MyInvocation.BoundParameters.ContainsKey("Confirm"))
            return true;
        string which = !known.HasChanged ? "" : "\nWhat was told is the " + (compared.Equals(known.Key) ? "pinned one." : "new one.");
        return ShouldProcess(
            "Mark the key of " + KeyText.Name(shown) + " as verified. " + KeyText.Both(shown) + which.Replace('\n', ' '),
            "Is this the key of " + KeyText.Name(shown) + "?\n" + KeyText.Both(shown, "\n") + which
            + "\nSay yes when its user has read out the same digits. Get-IpMsgKey -Own shows them there.",
            "Confirm-IpMsgKey");
    }

    private IReadOnlyList<IpMsgKey> Known(IpMsgListener listener, string name)
    {
        try
        {
            return base.Find(listener, name);
        }
        catch (IpMsgException exception) when (exception.ErrorId == IpMsgErrorId.KeyNotFound && !IsWhatIf)
        {
            // A member that nothing was sent to yet gives its key when it is asked.
            if (!Ask(listener, name))
                throw;
            return base.Find(listener, name);
        }
    }

    private bool Ask(IpMsgListener listener, string name)
    {
        try
        {
            return new RecipientSearch(this, listener, mayAsk: true).Resolve(name, StopToken)
                .All(each => KeyQuery.Ask(listener.Node, each.EndPoint, s_maxWait, StopToken) is not null);
        }
        catch (IpMsgException exception) when (exception.ErrorId is IpMsgErrorId.RecipientNotFound or IpMsgErrorId.ContactNotPresent)
        {
            return false;
        }
    }
}
