namespace IpMsg.PowerShell.Tests.Engine;

/// <summary>What Export-Clixml, jobs and remote sessions do to objects; the bare engine has none of them, but the serialiser.</summary>
internal static class Deserialized
{
    /// <summary>For the beginning of a script: "Revive $it" with the depth of Export-Clixml, "Revive $it 1" with that of a job.</summary>
    internal const string Function =
        "function Revive($it, $depth = 2) { "
            + "[System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($it, "
            + "$depth)) }; ";
}
