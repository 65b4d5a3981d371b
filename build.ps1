<#
.SYNOPSIS
    Builds, tests, checks, documents and packs the module: a thin wrapper around the commands that do it.
.EXAMPLE
    ./build.ps1

    Builds the module into out/IpMsg.
.EXAMPLE
    ./build.ps1 -Task Build, Test, Lint

    What to run before a commit.
.EXAMPLE
    ./build.ps1 -Task Build, Pack -Configuration Release

    Makes the packages in out/packages.
#>
[CmdletBinding()]
param(
    # What to do, in this order. Build: the staged module. Test: dotnet test and Pester. Lint: dotnet format and PSScriptAnalyzer.
    # Docs: the help in en-US from docs/en-US. Pack: the module for the PowerShell Gallery and as a zip, the shell as a .NET tool, and the
    # protocol as a library.
    [ValidateSet('Build', 'Test', 'Lint', 'Docs', 'Pack')]
    [string[]] $Task = 'Build',

    # Release is for what is given to others.
    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Debug'
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 3

function Invoke-Native([string] $Command, [string[]] $Arguments) {
    & $Command @Arguments
    if ($LASTEXITCODE) { throw "$Command $($Arguments -join ' ') failed with exit code $LASTEXITCODE." }
}

function Invoke-Suite([string[]] $Arguments) {
    $suite = Join-Path $PSScriptRoot 'tests/Pester/Invoke-Tests.ps1'
    Invoke-Native (Get-Process -Id $PID).Path (@('-NoProfile', '-File', $suite) + $Arguments)
}

function New-Package {
    # Each builds what it needs. The tool has the module inside.
    foreach ($project in 'src/IpMsg.Protocol', 'src/IpMsg.PowerShell', 'src/IpMsg.Shell') {
        Invoke-Native dotnet 'pack', $project, '--configuration', $Configuration
    }
    $version = (Import-PowerShellDataFile (Join-Path $PSScriptRoot 'out/IpMsg/IpMsg.psd1')).ModuleVersion
    $packages = Join-Path $PSScriptRoot 'out/packages'
    Compress-Archive -Path (Join-Path $PSScriptRoot 'out/IpMsg') -DestinationPath (Join-Path $packages "IpMsg-$version.zip") -Force
    Get-ChildItem $packages -File | Where-Object Name -Like "*$version.*"
}

Push-Location $PSScriptRoot
try {
    foreach ($each in $Task) {
        Write-Information "== $each" -InformationAction Continue
        switch ($each) {
            'Build' { Invoke-Native dotnet 'build', '--configuration', $Configuration }
            'Test' {
                Invoke-Native dotnet 'test', '--configuration', $Configuration
                Invoke-Suite
            }
            'Lint' {
                Invoke-Native dotnet 'format', '--verify-no-changes'
                Invoke-Suite '-Name', 'PSScriptAnalyzer,Lines'
            }
            'Docs' { & (Join-Path $PSScriptRoot 'docs/build-help.ps1') }
            'Pack' { New-Package }
        }
    }
}
finally {
    Pop-Location
}
