using System;
using IpMsg.Node.Interop;
using IpMsg.Protocol.Attachments;

namespace IpMsg.Node.Download;

/// <summary>Where an attachment goes, and the limits of the download.</summary>
/// <param name="Folder">An existing folder. The download writes only inside it.</param>
public sealed record DownloadOptions(string Folder)
{
    /// <summary>The reference client's limit for silence (R90).</summary>
    public static readonly TimeSpan DefaultMaxSilence = TimeSpan.FromSeconds(120);

    /// <summary>
    /// True to replace a file and to merge into a folder of the same name. A link is replaced and not followed. Entries of another kind are
    /// never replaced. When false, or when replacement is impossible, the new entry gets a free name.
    /// </summary>
    public bool Overwrites { get; init; }

    /// <summary>True to resume an earlier download of the same file.</summary>
    public bool Resumes { get; init; }

    /// <summary>
    /// The maximum silence of the sender (R90). Less than 1 KiB in that time counts as silence too. Time in which we do not receive, for
    /// example during a slow write, does not count.
    /// </summary>
    public TimeSpan MaxSilence { get; init; } = DefaultMaxSilence;

    /// <summary>The maximum size in bytes, of a file or of all files in a folder.</summary>
    public long MaxSize { get; init; } = long.MaxValue;

    /// <summary>The maximum number of files and folders.</summary>
    public long MaxCount { get; init; } = 1_000_000;

    /// <summary>The maximum nesting of folders, including the attachment itself.</summary>
    public int MaxDepth { get; init; } = 128;

    /// <summary>The name rules; those of this platform by default.</summary>
    public NameRules Rules { get; init; } = Platform.IsWindows ? NameRules.Windows : Platform.IsMac ? NameRules.MacOS : NameRules.Linux;
}
