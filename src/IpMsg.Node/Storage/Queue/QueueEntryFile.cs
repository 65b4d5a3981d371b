using System;
using System.Globalization;
using System.Linq;
using System.Runtime.Serialization;
using IpMsg.Node.Storage.History;
using IpMsg.Node.Storage.Keys;
using IpMsg.Protocol.Members;

namespace IpMsg.Node.Storage.Queue;

/// <summary>The stored form of a queued message: a JSON object.</summary>
[DataContract]
internal sealed class QueueEntryFile
{
    /// <summary>The version of the format. It rises only when older modules would misunderstand the file.</summary>
    internal const int CurrentVersion = 1;

    [DataMember(Name = "v", Order = 0)]
    public int Version { get; set; }

    [DataMember(Name = "id", Order = 1)]
    public long Id { get; set; }

    [DataMember(Name = "queued", Order = 2)]
    public string QueuedAt { get; set; } = "";

    [DataMember(Name = "expires", Order = 3)]
    public string Expires { get; set; } = "";

    [DataMember(Name = "to", Order = 4)]
    public QueueRecipientPart? To { get; set; }

    [DataMember(Name = "locked", Order = 6, EmitDefaultValue = false)]
    public bool IsLocked { get; set; }

    [DataMember(Name = "noLog", Order = 7, EmitDefaultValue = false)]
    public bool NoLog { get; set; }

    [DataMember(Name = "encryption", Order = 8, EmitDefaultValue = false)]
    public string? Encryption { get; set; }

    [DataMember(Name = "encoding", Order = 9, EmitDefaultValue = false)]
    public string? Encoding { get; set; }

    [DataMember(Name = "offerSeconds", Order = 10, EmitDefaultValue = false)]
    public double OfferSeconds { get; set; }

    [DataMember(Name = "attempts", Order = 11, EmitDefaultValue = false)]
    public int Attempts { get; set; }

    [DataMember(Name = "lastAttempt", Order = 12, EmitDefaultValue = false)]
    public string? LastAttempt { get; set; }

    [DataMember(Name = "open", Order = 13, EmitDefaultValue = false)]
    public bool IsOpen { get; set; }

    [DataMember(Name = "doubts", Order = 14, EmitDefaultValue = false)]
    public int Doubts { get; set; }

    [DataMember(Name = "reason", Order = 15, EmitDefaultValue = false)]
    public string? Reason { get; set; }

    [DataMember(Name = "failed", Order = 16, EmitDefaultValue = false)]
    public bool HasFailed { get; set; }

    [DataMember(Name = "record", Order = 17, EmitDefaultValue = false)]
    public string? Record { get; set; }

    [DataMember(Name = "recordRecipient", Order = 18, EmitDefaultValue = false)]
    public int RecordRecipient { get; set; }

    [DataMember(Name = "body", Order = 19, EmitDefaultValue = false)]
    public QueueBodyPart? Body { get; set; }

    [DataMember(Name = "sealed", Order = 20, EmitDefaultValue = false)]
    public string? Sealed { get; set; }

    /// <summary>Always true: the serializer accepts a file that ends behind an inner object.</summary>
    [DataMember(Name = "complete", Order = 21)]
    public bool IsComplete { get; set; }

    /// <exception cref="System.IO.IOException">A sealed text cannot be protected.</exception>
    internal static byte[] Write(QueuedMessage message, ITextProtector protector)
    {
        var body = QueueBodyPart.Of(message);
        return JsonFile<QueueEntryFile>.Write(new QueueEntryFile
        {
            Version = CurrentVersion,
            Id = message.Id,
            QueuedAt = Text(message.QueuedAt),
            Expires = Text(message.Expires),
            To = QueueRecipientPart.Of(message.To),
            IsLocked = message.IsLocked,
            NoLog = message.NoLog,
            Encryption = message.Encryption?.ToString(),
            Encoding = message.Encoding,
            OfferSeconds = message.OfferLifetime.TotalSeconds,
            Attempts = message.Attempts,
            LastAttempt = message.LastAttempt is { } at ? Text(at) : null,
            IsOpen = message.IsOpen,
            Doubts = message.Doubts,
            Reason = message.Reason,
            HasFailed = message.HasFailed,
            Record = message.Record?.Id,
            RecordRecipient = message.Record?.Recipient ?? 0,
            Body = message.IsSealed ? null : body,
            Sealed = message.IsSealed ? Convert.ToBase64String(protector.Protect(JsonFile<QueueBodyPart>.Write(body))) : null,
            IsComplete = true,
        });
    }

    /// <summary>Returns null when the bytes are no such file, or one of a newer version.</summary>
    internal static QueuedMessage? Read(byte[] bytes, ITextProtector protector)
    {
        if (JsonFile<QueueEntryFile>.Read(bytes) is not { Version: CurrentVersion, IsComplete: true, To: { } to, Id: > 0 } file
            || Time(file.QueuedAt) is not { } queuedAt || Time(file.Expires) is not { } expires
            || (file.Body is null) == (file.Sealed is null) || file.Body is { Text: null } || file.Attempts < 0 || file.Doubts < 0
            || !(file.OfferSeconds is > 0 and < 1e9)
            || file.Encryption is { } name && !Enum.GetNames(typeof(EncryptionPolicy)).Contains(name)
            || to.Read() is not { } recipient)
            return null;
        try
        {
            var body = file.Body ?? (protector.Unprotect(Convert.FromBase64String(file.Sealed)) is { } plain
                ? JsonFile<QueueBodyPart>.Read(plain) : null);
            return new QueuedMessage(recipient, body?.Text)
            {
                Id = file.Id,
                QueuedAt = queuedAt,
                Expires = expires,
                IsSealed = file.Sealed is not null,
                IsLocked = file.IsLocked,
                NoLog = file.NoLog,
                Encryption = file.Encryption is { } policy ? (EncryptionPolicy)Enum.Parse(typeof(EncryptionPolicy), policy) : null,
                Encoding = file.Encoding,
                OfferLifetime = TimeSpan.FromSeconds(file.OfferSeconds),
                Attempts = file.Attempts,
                LastAttempt = Time(file.LastAttempt),
                IsOpen = file.IsOpen,
                Doubts = file.Doubts,
                Reason = file.Reason,
                HasFailed = file.HasFailed,
                Record = file.Record is { } record ? (record, file.RecordRecipient) : null,
                Files = body?.ReadFiles() ?? [],
                Datagram = body?.ReadDatagram(),
            };
        }
        catch (FormatException)
        {
            return null;
        }
    }

    internal static string Text(DateTimeOffset time) => time.ToUniversalTime().ToString("o", CultureInfo.InvariantCulture);

    internal static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time) ? time : null;
}
