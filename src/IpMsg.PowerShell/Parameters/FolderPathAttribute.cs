using System;
using System.IO;
using System.Management.Automation;

namespace IpMsg.PowerShell.Parameters;

/// <summary>Takes the path of what Get-Item and Get-Location write, which the engine would not convert.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FolderPathAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
    {
        FileSystemInfo folder => WildcardPattern.Escape(folder.FullName),
        PathInfo location => WildcardPattern.Escape(location.ProviderPath),
        _ => inputData,
    };
}
