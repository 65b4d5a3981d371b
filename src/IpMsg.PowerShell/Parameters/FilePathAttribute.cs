using System;
using System.Collections;
using System.IO;
using System.Linq;
using System.Management.Automation;

namespace IpMsg.PowerShell.Parameters;

/// <summary>
/// Accepts the output of Get-Item, Get-ChildItem and Get-Location. The engine would convert a file to its name alone in Windows
/// PowerShell 5.1, and a location to a path that starts at a PowerShell drive.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FilePathAttribute : ArgumentTransformationAttribute
{
    /// <summary>True for a parameter with wildcards, in which a name such as "[1]" has to be escaped.</summary>
    public bool IsPattern { get; set; }

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is IList list
            ? list.Cast<object>().Select(TransformOne).ToArray()
            : TransformOne(inputData);

    private object TransformOne(object value) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        FileSystemInfo file => Escape(file.FullName),
        PathInfo { Provider.Name: "FileSystem" } location => Escape(location.ProviderPath),
        _ => value,
    };

    private string Escape(string path) => IsPattern ? WildcardPattern.Escape(path) : path;
}
