namespace IpMsg.Protocol.Members.Places;

/// <summary>Gives a <see cref="MemberMachine"/> the results of signatures.</summary>
public static class MemberSignatures
{
    /// <summary>Reports the result of <see cref="SignatureJob.Run"/>.</summary>
    /// <param name="machine">The member that has raised the job.</param>
    /// <param name="now">The time.</param>
    /// <param name="job">The job.</param>
    /// <param name="signature">The result.</param>
    public static void CompleteSignature(this MemberMachine machine, Moment now, SignatureJob job, byte[]? signature)
    {
        machine.At(now);
        job.Complete(signature);
    }
}
