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
    ./build.ps1 -Task Pack

    Makes the packages in out/packages, as Release. ProjectUrl in Directory.Build.props is their address.
.EXAMPLE
    ./build.ps1 -Task Pack -ProjectUrl none

    Makes them without an address, for machines of your own.
#>
[CmdletBinding()]
param(
    # What to do, in this order. Build: the staged module. Test: dotnet test and Pester. Lint: dotnet format and PSScriptAnalyzer.
    # Docs: the help in en-US from docs/en-US. Pack: the module for the PowerShell Gallery and as a zip, the shell as a .NET tool, and the
    # protocol as a library.
    [ValidateSet('Build', 'Test', 'Lint', 'Docs', 'Pack')]
    [string[]] $Task = 'Build',

    # Release for a run with Pack, which makes what is given to others; otherwise Debug.
    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = $(if ($Task -contains 'Pack') { 'Release' } else { 'Debug' }),

    # The address of the project in packages and online help, in place of ProjectUrl in Directory.Build.props: https://..., or none.
    [string] $ProjectUrl
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
        Invoke-Native dotnet (@('pack', $project, '--configuration', $Configuration) + $address)
    }
    $manifest = Import-PowerShellDataFile (Join-Path $PSScriptRoot 'out/IpMsg/IpMsg.psd1')
    $version = @($manifest.ModuleVersion) + $manifest.PrivateData.PSData['Prerelease'] -ne $null -join '-'
    $packages = Join-Path $PSScriptRoot 'out/packages'
    Compress-Archive -Path (Join-Path $PSScriptRoot 'out/IpMsg') -DestinationPath (Join-Path $packages "IpMsg-$version.zip") -Force
    Get-ChildItem $packages -File | Where-Object Name -Like "*$version.*"
}

$address = @(if ($ProjectUrl) { "-p:ProjectUrl=$ProjectUrl" })
Push-Location $PSScriptRoot
try {
    foreach ($each in $Task) {
        Write-Information "== $each" -InformationAction Continue
        switch ($each) {
            'Build' { Invoke-Native dotnet (@('build', '--configuration', $Configuration) + $address) }
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
