using System;

namespace IpMsg.Node.Upload;

/// <summary>The path of an offered file or folder, and its state when it was offered.</summary>
internal sealed record OfferedSource(string Path, bool IsFolder, long Length, DateTimeOffset Modified);
