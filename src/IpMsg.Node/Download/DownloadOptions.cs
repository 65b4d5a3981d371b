using System;
using IpMsg.Node.Interop;
using IpMsg.Protocol.Attachments;

namespace IpMsg.Node.Download;

/// <summary>Where an attachment goes, and how much is put up with.</summary>
/// <param name="Folder">An existing folder; nothing is written outside of it.</param>
public sealed record DownloadOptions(string Folder)
{
    /// <summary>The limit for silence in the reference client (R90).</summary>
    public static readonly TimeSpan DefaultMaxSilence = TimeSpan.FromSeconds(120);

    /// <summary>
    /// True to replace a file of the same name, and to merge into a folder of the same name. What is of another kind is never replaced,
    /// except for a link, which is replaced itself and not followed. Otherwise, and then, the new one gets a free name.
    /// </summary>
    public bool Overwrites { get; init; }

    /// <summary>True to go on with what an earlier fetch of the same file left behind.</summary>
    public bool Resumes { get; init; }

    /// <summary>
    /// How long the sender may be silent (R90). Whoever sends less than 1 KiB in that time counts as silent too. The time in which we do
    /// not listen, as when our disk is slow, does not count.
    /// </summary>
    public TimeSpan MaxSilence { get; init; } = DefaultMaxSilence;

    /// <summary>The most bytes, of a file or of all files in a folder.</summary>
    public long MaxSize { get; init; } = long.MaxValue;

    /// <summary>The most files and folders.</summary>
    public long MaxCount { get; init; } = 1_000_000;

    /// <summary>The most folders within each other, the attachment counted.</summary>
    public int MaxDepth { get; init; } = 128;

    /// <summary>What names have to be like.</summary>
    public NameRules Rules { get; init; } = Platform.IsWindows ? NameRules.Windows : Platform.IsMac ? NameRules.MacOS : NameRules.Linux;
}
