# The files of examples/services. Those of systemd are run by tests/services/services.tests.sh.

BeforeAll {
    . $PSScriptRoot/Support.ps1
    $services = Join-Path $root 'examples/services'
    $page = Get-Content (Join-Path $root 'docs/services.md') -Raw
}

Describe 'The files for services' {
    It 'are in the module, and on the page' {
        foreach ($file in Get-ChildItem $services -File) {
            Join-Path (Split-Path $manifest) "examples/services/$($file.Name)" | Should -Exist
            $page | Should -Match ([regex]::Escape($file.Name))
        }
    }

    It 'copy scripts that need nothing else' {
        # bot.ps1 needs Demo.ps1 beside it, and each list of files says so.
        $bot = Get-Content (Join-Path $root 'examples/bot.ps1') -Raw
        [regex]::Matches($bot, "PSScriptRoot, '([^']+)'").ForEach({ $_.Groups[1].Value }) | Should -Be 'Demo.ps1'
        ([regex]::Matches($page, 'cp bot\.ps1 Demo\.ps1')).Count | Should -Be 3
        Get-Content (Join-Path $services 'Containerfile') -Raw | Should -Match '(?m)^COPY bot\.ps1 Demo\.ps1 '
    }

    It 'have a property list that launchd takes' {
        # plutil -lint demands a dictionary, in which a key precedes each value; launchd demands these types.
        $types = @{
            Label = 'string'; ProgramArguments = 'array'; EnvironmentVariables = 'dict'; RunAtLoad = 'true'; KeepAlive = 'true'
            ThrottleInterval = 'integer'; ExitTimeOut = 'integer'; StandardOutPath = 'string'; StandardErrorPath = 'string'
        }
        $settings = [System.Xml.XmlReaderSettings]@{ DtdProcessing = 'Ignore' }
        $reader = [System.Xml.XmlReader]::Create((Join-Path $services 'org.ipmsg.bot.plist'), $settings)
        $list = [xml]::new()
        $list.Load($reader)
        $reader.Dispose()
        $list.plist.version | Should -Be '1.0'
        $nodes = @($list.plist.dict.ChildNodes)
        $nodes.Count % 2 | Should -Be 0
        for ($i = 0; $i -lt $nodes.Count; $i += 2) {
            $nodes[$i].Name | Should -Be 'key'
            $nodes[$i + 1].Name | Should -Be $types[$nodes[$i].InnerText] -Because $nodes[$i].InnerText
        }
        $list.plist.dict.string[0] | Should -Be 'org.ipmsg.bot' -Because 'the file is named after its label'
        ($list.plist.dict.array.string)[0] | Should -BeLike '/*'
    }
}

Describe 'Register-Bot.ps1' {
    BeforeAll {
        $register = Join-Path $services 'Register-Bot.ps1'
        # Stand-ins for what only Windows has. They record how they are called.
        $calls = @{}
        $programData = $env:ProgramData
        $env:ProgramData = "$TestDrive"
        function icacls { $calls.icacls = $args; $global:LASTEXITCODE = 0 }
        function New-ScheduledTaskAction($Execute, $Argument) { @{ Execute = $Execute; Argument = $Argument } }
        function New-ScheduledTaskTrigger([switch] $AtStartup) { @{ AtStartup = [bool]$AtStartup } }
        function New-ScheduledTaskPrincipal($UserId, $LogonType) { "$UserId $LogonType" }
        function New-ScheduledTaskSettingsSet(
            [timespan] $ExecutionTimeLimit, [int] $RestartCount, [timespan] $RestartInterval,
            [switch] $AllowStartIfOnBatteries, [switch] $DontStopIfGoingOnBatteries) {
            $PSBoundParameters
        }
        function Register-ScheduledTask($TaskName, $Description, $Action, $Trigger, $Principal, $Settings, [switch] $Force) {
            $calls.registered = $PSBoundParameters
        }
        function Start-ScheduledTask($TaskName) { $calls.started = $TaskName }
        function Stop-ScheduledTask($TaskName) { $calls.stopped = $TaskName }
        function Unregister-ScheduledTask($TaskName, [switch] $Confirm) { $calls.removed = $TaskName }
    }

    AfterAll { $env:ProgramData = $programData }

    BeforeEach { $calls.Clear() }

    It 'registers a task that runs the bot with keys, messages and a log of its own' {
        $folder = Join-Path $TestDrive "it's the bot"
        & $register -Folder $folder
        $task = $calls.registered
        $task.TaskName | Should -Be 'IpMsg bot'
        $task.Trigger.AtStartup | Should -BeTrue
        $task.Principal | Should -Be 'S-1-5-19 ServiceAccount'
        $task.Settings.ExecutionTimeLimit | Should -Be ([timespan]::Zero)
        $task.Settings.RestartInterval | Should -Be ([timespan]::FromMinutes(1))
        $calls.started | Should -Be 'IpMsg bot'
        $calls.icacls | Should -Contain '/inheritance:r'
        $task.Action.Execute | Should -Be (Get-Process -Id $PID).Path

        # The command runs, as the Task Scheduler would run it: with a script that says what it found.
        $encoded = ($task.Action.Argument -split ' ')[-1]
        $command = [Text.Encoding]::Unicode.GetString([Convert]::FromBase64String($encoded))
        $words = [System.Management.Automation.PSParser]::Tokenize($command, [ref]$null) | Where-Object Type -EQ String
        $words.Content | Should -Contain (Join-Path $folder keys)
        $words.Content | Should -Contain (Join-Path $folder data)
        $words.Content | Should -Contain (Join-Path $folder bot.log)
    }

    It 'runs a script of your own, whose output is in the log' {
        $folder = Join-Path $TestDrive own
        $script = New-Item (Join-Path $TestDrive own.ps1) -Value "`"`$env:IPMSG_KEYPATH`"; Write-Warning 'careful'"
        & $register -Path $script -Folder $folder
        $arguments = $calls.registered.Action.Argument -split ' '
        & $calls.registered.Action.Execute @arguments
        $log = Get-Content (Join-Path $folder bot.log) -Raw
        $log | Should -Match ([regex]::Escape((Join-Path $folder keys)))
        $log | Should -Match careful
    }

    It 'removes it' {
        & $register -Remove
        $calls.stopped, $calls.removed | Should -Be 'IpMsg bot', 'IpMsg bot'
    }

    It 'does nothing with -WhatIf' {
        & $register -Folder (Join-Path $TestDrive nothing) -WhatIf
        & $register -Remove -WhatIf
        $calls.Count | Should -Be 0
        Join-Path $TestDrive nothing | Should -Not -Exist
    }
}
