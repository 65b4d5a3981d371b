BeforeDiscovery {
    $hasAnalyzer = [bool](Get-Module -ListAvailable PSScriptAnalyzer)
    $root = (Resolve-Path (Join-Path $PSScriptRoot '../..')).ProviderPath
    $files = Get-ChildItem $root -Recurse -File -Include *.ps1, *.psm1, *.psd1 |
        ForEach-Object { @{ File = $_.FullName; Name = [System.IO.Path]::GetRelativePath($root, $_.FullName) } } |
        Where-Object Name -NotMatch '(^|[\\/])(bin|obj)[\\/]' |
        # The manifest is looked at where the files are that it names.
        Where-Object Name -NE IpMsg.psd1
}

Describe 'PSScriptAnalyzer' -Skip:(-not $hasAnalyzer) {
    It 'has nothing to say about <Name>' -ForEach $files {
        $settings = Join-Path $PSScriptRoot '../../PSScriptAnalyzerSettings.psd1'
        $findings = Invoke-ScriptAnalyzer -Path $File -Settings $settings
        $findings | ForEach-Object { "line $($_.Line): $($_.RuleName): $($_.Message)" } | Should -BeNullOrEmpty
    }
}
