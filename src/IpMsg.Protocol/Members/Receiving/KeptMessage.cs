using System;
using System.Collections.Generic;
using System.Net;
using System.Text;
using IpMsg.Protocol.Attachments;
using IpMsg.Protocol.Encryption;
using IpMsg.Protocol.Wire;

namespace IpMsg.Protocol.Members.Receiving;

/// <summary>
/// A message that an earlier process received and kept on a disk. <see cref="ToMessage"/> makes a message of it that can be shown, opened,
/// answered and discarded, and whose files can be fetched, like one that has just arrived.
/// </summary>
/// <param name="From">Where it came from.</param>
/// <param name="User">The sender's user name.</param>
/// <param name="Host">The sender's host name.</param>
/// <param name="NumberText">The packet number as its digits came (R7).</param>
public sealed record KeptMessage(IPEndPoint From, string User, string Host, string NumberText)
{
    /// <summary>The sender's nickname; the user name without a fingerprint when it had none or was a stranger.</summary>
    public string NickName { get; init; } = FingerprintName.Bare(User);

    /// <summary>The sender's group; empty when it had none or was a stranger.</summary>
    public string GroupName { get; init; } = "";

    /// <summary>The option bits.</summary>
    public MessageFlags Flags { get; init; }

    /// <summary>The text.</summary>
    public string Text { get; init; } = "";

    /// <summary>When it arrived.</summary>
    public DateTimeOffset ReceivedAt { get; init; }

    /// <summary>What it offers.</summary>
    public IReadOnlyList<Attachment> Attachments { get; init; } = [];

    /// <summary>How the sender's file names are read; null when it offers nothing.</summary>
    public NameDecoder? Names { get; init; }

    /// <summary>The envelope that it came in; null when it came in plaintext.</summary>
    public DecryptedEnvelope? Envelope { get; init; }

    /// <summary>All recipients, when the sender tells.</summary>
    public IReadOnlyList<RecipientName> Recipients { get; init; } = [];

    /// <summary>True when the sender was told that it arrived.</summary>
    public bool IsConfirmed { get; init; }

    /// <summary>True for a sealed message that was opened.</summary>
    public bool IsOpened { get; init; }

    /// <summary>The message.</summary>
    public IncomingMessage ToMessage()
    {
        PacketNumber.TryRead(Encoding.ASCII.GetBytes(NumberText), out uint number);
        var message = new IncomingMessage(From, User, Host, NumberText, number, Flags)
        {
            Sender = Sender(),
            Text = Text,
            ReceivedAt = ReceivedAt,
            Attachments = Attachments,
            Names = Names,
            Envelope = Envelope,
            Recipients = Recipients,
            IsConfirmed = IsConfirmed,
        };
        message.IsOpened |= IsOpened;
        return message;
    }

    // The names that the sender had then. It need not be a member now, and is none by this.
    private Member? Sender()
    {
        if (NickName == FingerprintName.Bare(User) && GroupName.Length == 0)
            return null;
        var entry = EntryPayload.OfListEntry(new HostListEntry(User, Host, EntryFlags.None, From, NickName, GroupName));
        var then = new Moment(TimeSpan.Zero, ReceivedAt);
        return new Member(entry, EntryFlags.None, Names?.Dialect ?? ClientDialect.Standard, From, ReceivedAt, then);
    }
}
