using System.Management.Automation;

namespace IpMsg.PowerShell.Runspaces;

/// <summary>Remove-Module and Import-Module -Force end the listener of their runspace; those of other runspaces go on.</summary>
public sealed class ModuleCleanup : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => RunspaceScope.Existing?.StopListener();
}
