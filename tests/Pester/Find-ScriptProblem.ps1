<#
.SYNOPSIS
    Says what PSScriptAnalyzer finds in the scripts of the repository, a line each; nothing when there is nothing.
#>
[CmdletBinding()]
param()

$ErrorActionPreference = 'Stop'
$root = (Resolve-Path (Join-Path $PSScriptRoot '../..')).ProviderPath
$settings = Join-Path $root 'PSScriptAnalyzerSettings.psd1'
$files = Get-ChildItem $root -Recurse -File -Include *.ps1, *.psm1, *.psd1 |
    Where-Object FullName -NotMatch '[\\/](bin|obj|out)[\\/]' |
    # The manifest is looked at where the files are that it names.
    Where-Object FullName -NE (Join-Path $root 'IpMsg.psd1')
foreach ($file in @($files) + (Get-Item (Join-Path $root 'out/IpMsg/IpMsg.psd1'))) {
    Invoke-ScriptAnalyzer -Path $file.FullName -Settings $settings | ForEach-Object {
        "$([System.IO.Path]::GetRelativePath($root, $_.ScriptPath)):$($_.Line): $($_.RuleName): $($_.Message)"
    }
}
