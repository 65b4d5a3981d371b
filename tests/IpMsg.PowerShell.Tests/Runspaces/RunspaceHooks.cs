using System;
using System.Linq;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace IpMsg.PowerShell.Tests.Runspaces;

/// <summary>Looks behind an event of the engine's to see who listens.</summary>
internal static class RunspaceHooks
{
    internal static int CountOn(Runspace runspace)
    {
        for (Type? type = runspace.GetType(); type is not null; type = type.BaseType)
        {
            var field = type.GetField(nameof(Runspace.StateChanged), BindingFlags.Instance | BindingFlags.NonPublic);
            if (field?.GetValue(runspace) is Delegate hooks)
                return hooks.GetInvocationList().Count(each => each.Method.DeclaringType?.Assembly == typeof(IpMsgListener).Assembly);
        }
        return 0;
    }
}
