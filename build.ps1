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

    Makes out/IpMsg-<version>.zip.
#>
[CmdletBinding()]
param(
    # What to do, in this order. Build: the staged module. Test: dotnet test and Pester. Lint: formatting and PSScriptAnalyzer.
    # Docs: the help in en-US from docs/en-US. Pack: a zip of the staged module.
    [ValidateSet('Build', 'Test', 'Lint', 'Docs', 'Pack')]
    [string[]] $Task = 'Build',

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
    Invoke-Native (Get-Process -Id $PID).Path (@('-NoProfile', '-File', (Join-Path $PSScriptRoot 'tests/Pester/Invoke-Tests.ps1')) + $Arguments)
}

function Compress-Module {
    $out = Join-Path $PSScriptRoot 'out'
    $version = (Import-PowerShellDataFile (Join-Path $out 'IpMsg/IpMsg.psd1')).ModuleVersion
    Compress-Archive -Path (Join-Path $out 'IpMsg') -DestinationPath (Join-Path $out "IpMsg-$version.zip") -Force -PassThru
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
                Invoke-Native dotnet 'format', 'whitespace', '--verify-no-changes'
                Invoke-Suite '-Name', 'PSScriptAnalyzer'
            }
            'Docs' { & (Join-Path $PSScriptRoot 'docs/build-help.ps1') }
            'Pack' { Compress-Module }
        }
    }
}
finally {
    Pop-Location
}
