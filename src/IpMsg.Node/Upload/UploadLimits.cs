namespace IpMsg.Node.Upload;

/// <summary>How long peers that fetch are waited for (R90), in milliseconds.</summary>
internal sealed record UploadLimits
{
    /// <summary>From the connection to the whole request.</summary>
    internal int RequestTimeout { get; init; } = 10_000;

    /// <summary>The silence that ends a request without a NUL (R79).</summary>
    internal int RequestPause { get; init; } = 200;

    /// <summary>Without being able to write, and for the peer's close behind the last byte.</summary>
    internal int IdleTimeout { get; init; } = 180_000;
}
