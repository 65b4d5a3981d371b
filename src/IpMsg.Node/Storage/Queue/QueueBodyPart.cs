using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Runtime.Serialization;

namespace IpMsg.Node.Storage.Queue;

/// <summary>The stored form of what a message says: text, files and datagram. That of a sealed message is encrypted.</summary>
[DataContract]
internal sealed class QueueBodyPart
{
    [DataMember(Name = "text", Order = 0)]
    public string Text { get; set; } = "";

    [DataMember(Name = "files", Order = 1, EmitDefaultValue = false)]
    public QueueFilePart[]? Files { get; set; }

    [DataMember(Name = "number", Order = 2, EmitDefaultValue = false)]
    public long Number { get; set; }

    [DataMember(Name = "datagram", Order = 3, EmitDefaultValue = false)]
    public string? Datagram { get; set; }

    [DataMember(Name = "nonce", Order = 4, EmitDefaultValue = false)]
    public string? Nonce { get; set; }

    [DataMember(Name = "firstFile", Order = 5, EmitDefaultValue = false)]
    public long FirstFileId { get; set; }

    [DataMember(Name = "encryptedFor", Order = 6, EmitDefaultValue = false)]
    public string? EncryptedFor { get; set; }

    [DataMember(Name = "suite", Order = 7, EmitDefaultValue = false)]
    public long Suite { get; set; }

    [DataMember(Name = "remembered", Order = 8, EmitDefaultValue = false)]
    public bool IsRemembered { get; set; }

    internal static QueueBodyPart Of(QueuedMessage message)
    {
        var sent = message.Datagram;
        return new QueueBodyPart
        {
            Text = message.Text ?? "",
            Files = message.Files.Count == 0 ? null : [.. message.Files.Select(QueueFilePart.Of)],
            Number = sent?.Number ?? 0,
            Datagram = sent is null ? null : Convert.ToBase64String(sent.Bytes),
            Nonce = sent?.Nonce?.ToString("x16", CultureInfo.InvariantCulture),
            FirstFileId = sent?.FirstFileId ?? 0,
            EncryptedFor = sent?.EncryptedFor,
            Suite = sent?.Suite ?? 0,
            IsRemembered = sent?.IsRemembered ?? false,
        };
    }

    internal IReadOnlyList<QueuedFile> ReadFiles() =>
        [.. (Files ?? []).Select(static each => (each ?? throw new FormatException("A file is missing.")).Read())];

    internal QueuedDatagram? ReadDatagram() => Datagram is null ? null : new QueuedDatagram(
        unchecked((uint)Number), Convert.FromBase64String(Datagram))
    {
        Nonce = Nonce is null ? null : ulong.Parse(Nonce, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
        FirstFileId = unchecked((uint)FirstFileId),
        EncryptedFor = EncryptedFor,
        Suite = unchecked((uint)Suite),
        IsRemembered = IsRemembered,
    };
}

/// <summary>The stored form of a file.</summary>
[DataContract]
internal sealed class QueueFilePart
{
    [DataMember(Name = "path", Order = 0)]
    public string Path { get; set; } = "";

    [DataMember(Name = "image", Order = 1, EmitDefaultValue = false)]
    public bool IsImage { get; set; }

    [DataMember(Name = "folder", Order = 2, EmitDefaultValue = false)]
    public bool IsFolder { get; set; }

    [DataMember(Name = "length", Order = 3, EmitDefaultValue = false)]
    public long Length { get; set; }

    [DataMember(Name = "modified", Order = 4)]
    public string Modified { get; set; } = "";

    internal static QueueFilePart Of(QueuedFile file) => new()
    {
        Path = file.Path,
        IsImage = file.IsImage,
        IsFolder = file.IsFolder,
        Length = file.Length,
        Modified = QueueEntryFile.Text(file.Modified),
    };

    internal QueuedFile Read() => Path is { Length: > 0 } && QueueEntryFile.Time(Modified) is { } modified
        ? new QueuedFile(Path, IsImage, IsFolder, Length, modified)
        : throw new FormatException("A file has no path or no time.");
}
