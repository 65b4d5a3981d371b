namespace IpMsg.Node.Upload;

/// <summary>Time limits for downloading peers (R90), in milliseconds.</summary>
internal sealed record UploadLimits
{
    /// <summary>From the connection to the complete request.</summary>
    internal int RequestTimeout { get; init; } = 10_000;

    /// <summary>The pause that ends a request without a NUL (R79).</summary>
    internal int RequestPause { get; init; } = 200;

    /// <summary>The wait while the peer receives nothing, and for its close after the last byte.</summary>
    internal int IdleTimeout { get; init; } = 180_000;
}
