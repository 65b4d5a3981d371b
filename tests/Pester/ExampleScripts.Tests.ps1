# The scripts in examples, as they stand, each in a process of its own.

BeforeDiscovery {
    . $PSScriptRoot/Support.ps1
    $scripts = Get-ChildItem (Join-Path $root 'examples/*.ps1') | Where-Object Name -NE 'Demo.ps1' | ForEach-Object { @{ Name = $_.BaseName } }
    $shell = Get-Item (Join-Path $root 'src/IpMsg.Shell/bin/*/net*/IpMsg.Shell.dll') -ErrorAction Ignore | Sort-Object LastWriteTime | Select-Object -Last 1
    # Those that need the engine's own cmdlets only.
    $forShell = @{ Name = 'first-message'; Arguments = @() }, @{ Name = 'send-files'; Arguments = @() }, @{ Name = 'bot'; Arguments = @('-Demo') }
}

BeforeAll {
    . $PSScriptRoot/Support.ps1
    $examples = Join-Path $root 'examples'
    function Invoke-Example([string] $Command) {
        $result = Invoke-Pwsh "Set-Location '$TestDrive'; `$ErrorActionPreference = 'Stop'; & '$examples/$Command; exit `$LASTEXITCODE"
        $result.Output | Should -Not -Match '(?m)^\w+-\w+: |Exception:' -Because 'there are no errors'
        $result
    }
    # What comes out, as objects.
    function Get-Example([string] $Command, [int] $ExitCode = 0) {
        $result = Invoke-Example ($Command + ' | ConvertTo-Json -AsArray')
        $result.ExitCode | Should -Be $ExitCode -Because $result.Output
        $result.Output | ConvertFrom-Json
    }
}

Describe 'The example <Name>' -ForEach $scripts {
    It 'has help with an example, and every parameter is explained' -Skip:($Name -in 'first-message', 'send-files') {
        $help = Get-Help (Join-Path $examples "$Name.ps1") -Full
        $help.Synopsis | Should -Match '^[A-Z].+\.$'
        @($help.examples.example).Count | Should -BeGreaterOrEqual 2
        foreach ($parameter in $help.parameters.parameter) { $parameter.description.Text | Should -Match '\.$' -Because $parameter.name }
    }
}

Describe 'The examples' {
    It 'exchange a first message' {
        $result = Invoke-Example "first-message.ps1'"
        $result.ExitCode | Should -Be 0
        $result.Output | Should -Match 'Hello alice, I read: lunch'
    }

    It 'send files' {
        (Invoke-Example "send-files.ps1'").Output | Should -Match 'Taken.+build\.log'
    }

    It 'notify a group, each with his own text' {
        $report = Get-Example "notify-group.ps1' -Demo"
        $report.Name | Should -Be 'suzuki', 'tanaka'
        $report.Status | Should -Be 'Confirmed', 'Confirmed'
        $report.Encrypted | Should -Be $true, $true
    }

    It 'report who has opened a sealed message' {
        $report = Get-Example "sealed-report.ps1' -Demo"
        $report.To | Sort-Object | Should -Be 'sato', 'suzuki', 'tanaka'
        $report.State | Should -Be 'Opened', 'Opened', 'Opened'
    }

    It 'collect a file from everyone' {
        $report = Get-Example "collect-file.ps1' -Demo"
        $report.From | Sort-Object | Should -Be 'suzuki', 'tanaka'
        $report.File | Should -Be 'report.txt', 'report.txt'
    }

    It 'answer commands' {
        (Invoke-Example "bot.ps1' -Demo").Output | Should -Be "tanaka asked for help.$([Environment]::NewLine)The answer was: I know: date, uptime, disk, help"
    }

    It 'send what is put into a folder' {
        $report = Get-Example "watch-folder.ps1' -Demo"
        $report.File, $report.To, $report.IsTaken | Should -Be 'plan.txt', 'suzuki', $true
    }

    It 'make an inventory' {
        $report = Get-Example "inventory.ps1' -Demo -Path '$TestDrive/members.csv'"
        $report.NickName | Sort-Object | Should -Be 'suzuki', 'tanaka'
        $inFile = Import-Csv $TestDrive/members.csv
        $inFile.NickName | Sort-Object | Should -Be 'suzuki', 'tanaka'
        $inFile.Version | Should -BeLike 'IpMsg for PowerShell*'
    }

    It 'send again what was not confirmed' {
        $report = Get-Example "resend-nightly.ps1' -Demo"
        $report.Status | Should -Be 'Confirmed', 'Unconfirmed', 'Confirmed'
        $report.Tries | Should -Be 1, 1, 2
    }

    It 'reach many segments through relays' {
        $report = Get-Example "relay-segments.ps1' -Demo -Message 'The file server is back.'"
        $report.To | Sort-Object | Should -Be 'suzuki', 'tanaka'
        $report.Status | Should -Be 'Confirmed', 'Confirmed'
        @($report.Relay | Sort-Object -Unique).Count | Should -BeGreaterOrEqual 1
    }

    It 'run <Name> in IpMsg.Shell' -ForEach $forShell -Skip:(-not $shell) {
        $shell = Get-Item (Join-Path $root 'src/IpMsg.Shell/bin/*/net*/IpMsg.Shell.dll') | Sort-Object LastWriteTime | Select-Object -Last 1
        $output = $null | & dotnet exec $shell.FullName -File (Join-Path $examples "$Name.ps1") @Arguments 2>&1 | Out-String
        $LASTEXITCODE | Should -Be 0 -Because $output
        $output | Should -Match 'Hello alice|Taken|I know: date'
    }
}
