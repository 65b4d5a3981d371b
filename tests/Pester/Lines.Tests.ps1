BeforeDiscovery {
    # A source archive has no index.
    $hasIndex = [bool](Get-Command git -ErrorAction Ignore) -and (Test-Path (Join-Path $PSScriptRoot '../../.git'))
}

Describe 'Lines' -Skip:(-not $hasIndex) {
    It 'have at most 140 columns' {
        & (Join-Path $PSScriptRoot 'Find-LongLine.ps1') | Should -BeNullOrEmpty
    }
}
