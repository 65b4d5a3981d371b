<#
.SYNOPSIS
    Runs the Pester suite against the staged module; the last line is "N passed, N failed, N skipped".
.EXAMPLE
    pwsh -NoProfile -File tests/Pester/Invoke-Tests.ps1

    Runs everything. The exit code is 1 when a test fails.
.EXAMPLE
    pwsh -NoProfile -File tests/Pester/Invoke-Tests.ps1 -Name Send-IpMsg, Help -Output Detailed

    Runs two files and shows each test.
#>
[CmdletBinding()]
param(
    # Test files without .Tests.ps1, with wildcards.
    [string[]] $Name = '*',

    # How much Pester prints.
    [ValidateSet('None', 'Normal', 'Detailed', 'Diagnostic')]
    [string] $Output = 'Normal',

    # A file for the results in JUnit's XML format. By default there is none.
    [string] $ResultPath
)

$ErrorActionPreference = 'Stop'
Import-Module Pester -MinimumVersion 5.4
$files = foreach ($each in $Name.Split([char]44)) { Get-ChildItem (Join-Path $PSScriptRoot "$each.Tests.ps1") }

$configuration = New-PesterConfiguration
$configuration.Run.Path = @($files.FullName | Sort-Object -Unique)
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = $Output
if ($env:NO_COLOR) { $configuration.Output.RenderMode = 'Plaintext' }

$result = Invoke-Pester -Configuration $configuration
if ($ResultPath) {
    # Pester cannot write a failed test whose message contains control characters. The sum below must be written all the same.
    try { Export-JUnitReport -Result $result -Path $ResultPath } catch { Write-Warning "There is no ${ResultPath}: $_" }
}
# A file or a block that ends early counts as failed, although none of its tests failed.
$failed = $result.FailedCount + $result.FailedBlocksCount + $result.FailedContainersCount
"$($result.PassedCount) passed, $failed failed, $($result.SkippedCount + $result.NotRunCount) skipped"
exit [int]($failed -gt 0 -or $result.PassedCount -eq 0)
