using System;
using System.Collections.Generic;
using System.Net;
using System.Text;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Receiving;

/// <summary>
/// A message that an earlier process received and stored on a disk. <see cref="ToMessage"/> creates a message that can be shown, opened,
/// answered and discarded, and whose files can be fetched, like a new one.
/// </summary>
/// <param name="From">The endpoint of the sender.</param>
/// <param name="User">The user name of the sender.</param>
/// <param name="Host">The host name of the sender.</param>
/// <param name="NumberText">The digits of the packet number as sent (R7).</param>
public sealed record KeptMessage(IPEndPoint From, string User, string Host, string NumberText)
{
    /// <summary>The nickname of the sender; the user name without a fingerprint when the sender had none or was not a member.</summary>
    public string NickName { get; init; } = FingerprintName.Bare(User);

    /// <summary>The group of the sender; empty when the sender had none or was not a member.</summary>
    public string GroupName { get; init; } = "";

    /// <summary>The option bits.</summary>
    public MessageFlags Flags { get; init; }

    /// <summary>The text.</summary>
    public string Text { get; init; } = "";

    /// <summary>The time of arrival.</summary>
    public DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The files, folders and images that it offers.</summary>
    public IReadOnlyList<Attachment> Attachments { get; init; } = [];

    /// <summary>Decodes the file names of the sender; null without attachments.</summary>
    public NameDecoder? Names { get; init; }

    /// <summary>The decrypted envelope of an encrypted message; null for one in plaintext.</summary>
    public DecryptedEnvelope? Envelope { get; init; }

    /// <summary>All recipients, when the message names them; otherwise empty.</summary>
    public IReadOnlyList<RecipientName> Recipients { get; init; } = [];

    /// <summary>True when it was confirmed.</summary>
    public bool IsConfirmed { get; init; }

    /// <summary>True for a sealed message that was opened.</summary>
    public bool IsOpened { get; init; }

    /// <summary>The number of the message before it, which its sender had not seen confirmed (R118); null for none.</summary>
    internal uint? Before { get; init; }

    /// <summary>Creates the message.</summary>
    public IncomingMessage ToMessage()
    {
        PacketNumber.TryRead(Encoding.ASCII.GetBytes(NumberText), out uint number);
        var message = new IncomingMessage(From, User, Host, NumberText, number, Flags)
        {
            Sender = Sender(),
            RawText = Text,
            ReceivedAt = ReceivedAt,
            Attachments = Attachments,
            Names = Names,
            Envelope = Envelope,
            Recipients = Recipients,
            IsConfirmed = IsConfirmed,
        };
        message.IsOpened |= IsOpened;
        if (Before is { } before)
            message.Before = before;
        return message;
    }

    // The sender with its names of that time. It is not added to the members.
    private Member? Sender()
    {
        if (NickName == FingerprintName.Bare(User) && GroupName.Length == 0)
            return null;
        var entry = EntryPayload.OfListEntry(new HostListEntry(User, Host, EntryFlags.None, From, NickName, GroupName));
        var arrival = new Moment(TimeSpan.Zero, ReceivedAt);
        return new Member(entry, EntryFlags.None, Names?.Dialect ?? ClientDialect.Standard, From, ReceivedAt, arrival);
    }
}
