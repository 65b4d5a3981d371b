using System;
using System.IO;
using System.Management.Automation;

namespace IpMsg.PowerShell.Parameters;

/// <summary>Takes what Get-Item and Get-Location emit for the path that it is, also where the engine would not convert it.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FolderPathAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
    {
        FileSystemInfo folder => WildcardPattern.Escape(folder.FullName),
        PathInfo place => WildcardPattern.Escape(place.ProviderPath),
        _ => inputData,
    };
}
