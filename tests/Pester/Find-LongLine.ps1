<#
.SYNOPSIS
    Lists the lines of C#, PowerShell and shell files under version control that have more than 140 columns.
#>
[CmdletBinding()]
param()

$ErrorActionPreference = 'Stop'
$root = (Resolve-Path (Join-Path $PSScriptRoot '../..')).ProviderPath
$files = git -C $root ls-files -- '*.cs' '*.ps1' '*.psm1' '*.sh'
if ($LASTEXITCODE) { throw 'git does not list the files.' }
foreach ($file in $files) {
    $number = 0
    foreach ($line in [System.IO.File]::ReadLines((Join-Path $root $file))) {
        $number++
        if ($line.Length -gt 140) { "${file}:${number}: $($line.Length) columns" }
    }
}
