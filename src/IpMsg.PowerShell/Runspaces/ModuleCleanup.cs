using System.Management.Automation;

namespace IpMsg.PowerShell.Runspaces;

/// <summary>Stops the listener of the runspace on Remove-Module and Import-Module -Force. Other runspaces keep theirs.</summary>
public sealed class ModuleCleanup : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => RunspaceScope.Existing?.StopListener();
}
