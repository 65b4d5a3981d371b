# -Notify Desktop with a stand-in for notify-send that records its arguments. tests/terminal has the bell and the line.

BeforeDiscovery {
    $isPossible = $IsLinux
}

Describe 'Start-IpMsgListener -Notify Desktop' -Skip:(-not $isPossible) {
    BeforeAll {
        . $PSScriptRoot/Support.ps1
        $lan = New-TestLan
        $path = $env:PATH
        $programs = (New-Item (Join-Path $lan.Folder programs) -ItemType Directory).FullName
        $shown = Join-Path $lan.Folder shown
        $stub = Join-Path $programs 'notify-send'
        # One line for each call, written at once; the file "broken" makes it fail.
        Set-Content $stub @"
#!/bin/sh
if [ -e '$programs/broken' ]; then echo 'no notification server' >&2; exit 1; fi
for each in "`$@"; do line="`$line[`$each]"; done
printf '%s\n' "`$line" >> '$shown'
"@
        chmod +x $stub
        $env:PATH = $programs + ':' + $path
        $here = Add-TestMember $lan tanaka -Options @{ Notify = 'Desktop' }
        $there = Add-TestMember $lan 'suzuki <b>&'
        Wait-TestLan $lan
        function Wait-Shown([int] $Count) {
            Wait-Until { @(Get-Content $shown -ErrorAction Ignore).Count -ge $Count }
            Get-Content $shown -Tail 1
        }
    }

    AfterAll {
        $env:PATH = $path
        Remove-TestLan $lan
    }

    It 'shows sender and text, and nothing of it is an option or markup' {
        $null = Send-IpMsg tanaka "--version <i>`$(id)</i> & `"x`"" -Listener $there
        Wait-Shown 1 | Should -Be ('[--app-name=IpMsg][--category=im.received][--][suzuki <b>&]' +
            '[--version &lt;i&gt;$(id)&lt;/i&gt; &amp; "x"]')
    }

    It 'shows no control characters' {
        $null = Send-IpMsg tanaka "a`e]0;title`a`nb" -Listener $there
        $line = Wait-Shown 2
        $line | Should -Match 'a.\]0;title..b\]$'
        $line | Should -Not -Match '[\x00-\x1f]'
    }

    It 'announces messages in quick succession together' {
        1..20 | ForEach-Object { $null = Send-IpMsg tanaka "number $_" -Listener $there }
        Wait-Shown 3 | Should -Match '\[--\]\[(suzuki.*number 1|\d+ messages\]\[suzuki)'
        Wait-Until { (Get-Content $shown -Tail 1) -match '\d+ messages' }
        @(Get-Content $shown).Count | Should -BeLessThan 12
    }

    It 'says nothing of the text of a sealed message' {
        $null = Receive-IpMsg -Listener $here
        $before = @(Get-Content $shown).Count
        $null = Send-IpMsg tanaka 'a secret' -Sealed -Listener $there
        Wait-Shown ($before + 1) | Should -BeLike '*(sealed)]'
    }

    It 'records that it failed' {
        $here.NotificationFailure | Should -BeNullOrEmpty
        $null = New-Item (Join-Path $programs broken)
        $null = Send-IpMsg tanaka 'nobody shows this' -Listener $there
        Wait-Until { $here.NotificationFailure }
        $here.NotificationFailure | Should -Match 'no notification server'
    }

    It 'is an error where the program is missing' {
        $env:PATH = $TestDrive
        { Start-IpMsgListener -Address 127.0.0.40 -Port $lan.Port -Notify Desktop -ErrorAction Stop } |
            Should -Throw -ErrorId 'NotificationUnavailable,IpMsg.PowerShell.Commands.StartIpMsgListenerCommand'
        $env:PATH = $programs + ':' + $path
        Get-IpMsgListener | Should -BeNullOrEmpty
    }
}

Describe 'The script for notifications of Windows' {
    It 'gives the texts to BurntToast where it is installed' {
        . $PSScriptRoot/Support.ps1
        $class = [IpMsg.PowerShell.IpMsgListener].Assembly.GetType('IpMsg.PowerShell.Notifications.DesktopCommand')
        $script = $class.GetField('WindowsScript', 'NonPublic, Static').GetRawConstantValue()
        $module = (New-Item (Join-Path $TestDrive 'modules/BurntToast') -ItemType Directory -Force).FullName
        # A stand-in that records its arguments.
        Set-Content (Join-Path $module 'BurntToast.psm1') 'function New-BurntToastNotification([string[]] $Text) { "[$Text]" }'
        $result = Invoke-Pwsh @"
`$env:PSModulePath = '$(Join-Path $TestDrive modules)' + [IO.Path]::PathSeparator + `$env:PSModulePath
`$env:IPMSG_NOTIFICATION_TITLE = 'suzuki `$(id)'; `$env:IPMSG_NOTIFICATION_BODY = '"; lunch'
$script
"@
        $result.Output.Trim() | Should -Be '[suzuki $(id) "; lunch]'
    }
}
