namespace IpMsg.Shell.Running;

/// <summary>How a pipeline ended.</summary>
internal enum Outcome
{
    /// <summary>By itself, whatever it wrote to the error stream.</summary>
    Completed,

    /// <summary>With an error that nobody caught.</summary>
    Failed,

    /// <summary>Because it was told to stop.</summary>
    Stopped,
}
