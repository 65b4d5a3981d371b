using System;

namespace IpMsg.Node.Upload;

/// <summary>Where an offered file or folder is, and what it was like when it was offered.</summary>
internal sealed record OfferedSource(string Path, bool IsFolder, long Length, DateTimeOffset Modified);
