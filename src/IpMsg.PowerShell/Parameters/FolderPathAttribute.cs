using System;
using System.IO;
using System.Management.Automation;

namespace IpMsg.PowerShell.Parameters;

/// <summary>Accepts the output of Get-Item and Get-Location, which the engine would not convert to a path.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FolderPathAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            FileSystemInfo folder => WildcardPattern.Escape(folder.FullName),
            PathInfo location => WildcardPattern.Escape(location.ProviderPath),
            _ => inputData,
        };
}
