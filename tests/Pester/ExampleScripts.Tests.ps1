# The scripts in examples, as they stand, each in a process of its own.

BeforeDiscovery {
    . $PSScriptRoot/Support.ps1
    $scripts = Get-ChildItem (Join-Path $root 'examples/*.ps1') | Where-Object Name -NE 'Demo.ps1' |
        ForEach-Object { @{ Name = $_.BaseName } }
    $shell = Get-ShellCommand
    # The whole suite can run in the shell. These are what its users are told to start.
    $forShell = @(
        @{ Name = 'first-message'; Arguments = @() }
        @{ Name = 'send-files'; Arguments = @() }
        @{ Name = 'bot'; Arguments = @('-Demo') }
        @{ Name = 'webhook'; Arguments = @('-Demo') }
    )
}

BeforeAll {
    . $PSScriptRoot/Support.ps1
    $examples = Join-Path $root 'examples'
    $modulePath = $env:PSModulePath
    # Other processes find the module by its name.
    $env:PSModulePath = (Split-Path (Split-Path $manifest)) + [System.IO.Path]::PathSeparator + $modulePath
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

AfterAll {
    $env:PSModulePath = $modulePath
}

Describe 'The example <Name>' -ForEach $scripts {
    It 'has help with an example, and every parameter is explained' {
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

    It 'notify a group, each member with a separate text' {
        $columns = "To, @{ Name = 'Status'; Expression = { `"`$(`$_.Status)`" } }, IsEncrypted"
        $report = Get-Example "notify-group.ps1' -Demo | Select-Object $columns"
        $report.To | Should -Be 'suzuki', 'tanaka'
        $report.Status | Should -Be 'Confirmed', 'Confirmed'
        $report.IsEncrypted | Should -Be $true, $true
    }

    It 'tell who has it also when the exit code is 1' {
        # pwsh -File ends without a table that it still measures.
        $lan = New-TestLan
        try {
            $null = Add-TestMember $lan suzuki
            $list = Join-Path $lan.Folder 'list.csv'
            Set-Content $list 'Name,Room', '127.0.0.2,Office', '127.0.0.7,Nowhere'
            $script = Join-Path $examples 'notify-group.ps1'
            $said = & (Get-Process -Id $PID).Path -NoProfile -File $script -Path $list -Message 'To {Room}.' 2>&1 | Out-String
            $LASTEXITCODE | Should -Be 1
            $said | Should -Match '127\.0\.0\.2 +Confirmed'
            $said | Should -Match '127\.0\.0\.7 did not confirm'
        }
        finally {
            Remove-TestLan $lan
        }
    }

    It 'send nothing by accident: <Name> asks for its recipients' -TestCases @(
        @{ Name = 'notify-group'; Names = 'Path', 'Message' }
        @{ Name = 'sealed-report'; Names = 'To', 'Message' }
        @{ Name = 'collect-file'; Names = , 'To' }
        @{ Name = 'watch-folder'; Names = 'Path', 'To' }
        @{ Name = 'webhook'; Names = , 'MapPath' }
    ) {
        $command = Get-Command (Join-Path $examples "$Name.ps1")
        $default = $command.ParameterSets | Where-Object IsDefault
        ($default.Parameters | Where-Object IsMandatory).Name | Should -Be $Names
    }

    It 'say what is wrong with <Command>' -TestCases @(
        @{ Command = 'notify-group.ps1'; Arguments = '-Path', 'none.csv', '-Message', 'x'; Expected = "Could not find file .*none\.csv" }
        @{ Command = 'notify-group.ps1'; Arguments = '-Path', 'noname.csv', '-Message', 'x'; Expected = 'noname\.csv. has no column Name' }
        @{
            Command = 'watch-folder.ps1'; Arguments = '-Path', 'none', '-To', 'suzuki'
            Expected = "path '.*none' because it does not exist"
        }
        @{ Command = 'resend-nightly.ps1'; Arguments = '-To', 'suzuki'; Expected = 'mandatory parameters: Message' }
        @{ Command = 'collect-file.ps1'; Arguments = '-To', 'nobody*'; Expected = "Nobody answers to the name 'nobody\*'" }
    ) {
        Set-Content $TestDrive/noname.csv 'Nick,Room', 'suzuki,Office'
        Push-Location $TestDrive
        $script = Join-Path $examples $Command
        try { $said = & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -File $script @Arguments 2>&1 | Out-String }
        finally { Pop-Location }
        $said -replace '\x1b\[[\d;]*m' -replace '\s*\n[ |]*', ' ' | Should -Match $Expected
        $said | Should -Not -Match 'Exception calling'
    }

    It 'report who has opened a sealed message' {
        $report = Get-Example "sealed-report.ps1' -Demo"
        $report.To | Sort-Object | Should -Be 'sato', 'suzuki', 'tanaka'
        $report.State | Should -Be 'Opened', 'Opened', 'Opened'
    }

    It 'collect a file from everyone' {
        $report = Get-Example "collect-file.ps1' -Demo | Select-Object From, Name"
        $report.From | Sort-Object | Should -Be 'suzuki', 'tanaka'
        $report.Name | Should -Be 'report.txt', 'report.txt'
    }

    It 'send what a webhook gets' {
        $result = Invoke-Example "webhook.ps1' -Demo"
        $result.Output | Should -Match '^/grafana: 200 suzuki Confirmed\r?\nThe caller got: \[\{.+Confirmed'
    }

    It 'answer commands' {
        $lines = 'tanaka asked for help.', 'The answer was: I know: date, uptime, disk, help'
        (Invoke-Example "bot.ps1' -Demo").Output | Should -Be ($lines -join [Environment]::NewLine)
    }

    It 'send what is put into a folder' {
        $report = Get-Example "watch-folder.ps1' -Demo | Select-Object Name, To, TimesTaken"
        $report.Name, $report.To, $report.TimesTaken | Should -Be 'plan.txt', 'suzuki', 1
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
        $words = @(Get-ShellCommand) + '-File' + (Join-Path $examples "$Name.ps1") + $Arguments
        $output = $null | & $words[0] $words[1..99] 2>&1 | Out-String
        $LASTEXITCODE | Should -Be 0 -Because $output
        $output | Should -Match 'Hello alice|Taken|I know: date|suzuki Confirmed'
    }
}
