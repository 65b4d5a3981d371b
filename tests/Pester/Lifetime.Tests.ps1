BeforeAll {
    . $PSScriptRoot/Support.ps1
}

Describe 'A listener ends' {
    BeforeEach {
        $lan = New-TestLan
        $here = Add-TestMember $lan tanaka -Here
        $shell = New-TestShell $lan
        $listener = Invoke-TestShell $shell {
            param($place) Start-IpMsgListener suzuki @place -PassThru
        } @{ Address = '127.0.0.6'; Port = $lan.Port; BroadcastAddress = '127.0.0.2' }
        Wait-Until { $here.MemberCount -eq 1 }
    }

    AfterEach {
        Remove-TestLan $lan
    }

    It 'with its runspace' {
        $shell.Runspace.Close()
        $listener.State | Should -Be 'Stopped'
        Wait-Until { $here.MemberCount -eq 0 }
    }

    It 'with Remove-Module' {
        Invoke-TestShell $shell { Remove-Module IpMsg }
        $listener.State | Should -Be 'Stopped'
        Wait-Until { $here.MemberCount -eq 0 }
    }

    It 'with Import-Module -Force, after which another one can start' {
        $again = Invoke-TestShell $shell {
            param($given)
            Import-Module $given.Manifest -Force
            Start-IpMsgListener suzuki -Address 127.0.0.6 -Port $given.Port -PassThru
        } @{ Manifest = $manifest; Port = $lan.Port }
        $listener.State | Should -Be 'Stopped'
        $again.State | Should -Be 'Running'
    }

    It 'alone: those of other runspaces go on' {
        Invoke-TestShell $shell { Remove-Module IpMsg }
        $here.State | Should -Be 'Running'
        Test-IpMsgMember 127.0.0.2 -Listener $here -TimeoutSec 1 | Should -Not -BeNullOrEmpty
    }

    It 'not while somebody holds it although its runspace is forgotten' {
        $forgotten = & {
            $ps = [powershell]::Create()
            $null = $ps.AddCommand('Import-Module').AddParameter('Name', $manifest).Invoke()
            $ps.Commands.Clear()
            $ps.AddScript("Start-IpMsgListener late -Address 127.0.0.5 -Port $($lan.Port) -PassThru").Invoke()
        }
        1..3 | ForEach-Object {
            [gc]::Collect()
            [gc]::WaitForPendingFinalizers()
        }
        (Send-IpMsg 127.0.0.5 hello).Status | Should -Be 'Confirmed'
        $forgotten | Stop-IpMsgListener -WarningAction SilentlyContinue
    }
}

Describe 'One listener in many runspaces' {
    BeforeAll {
        $lan = New-TestLan
        $here = Add-TestMember $lan tanaka -Here
        $suzuki = Add-TestMember $lan suzuki
        Wait-TestLan $lan
    }

    AfterAll {
        Remove-TestLan $lan
    }

    AfterEach {
        $lan.Listeners | ForEach-Object { $null = Receive-IpMsg -Listener $_ }
    }

    It 'serves ForEach-Object -Parallel' {
        $deliveries = 1..8 | ForEach-Object -Parallel {
            Import-Module $using:manifest
            Send-IpMsg suzuki "number $_" -Listener $using:here
        }
        $deliveries.Status | Sort-Object -Unique | Should -Be 'Confirmed'
        (Receive-IpMsg -Listener $suzuki).Text | Sort-Object | Should -Be (1..8 | ForEach-Object { "number $_" })
        $here.State | Should -Be 'Running'
    }

    It 'serves a thread job that waits for messages' {
        $job = Start-ThreadJob {
            Import-Module $using:manifest
            Receive-IpMsg -Wait -Count 2 -Listener $using:suzuki | ForEach-Object Text
        }
        $null = 'one', 'two' | Send-IpMsg suzuki
        Receive-Job $job -Wait -AutoRemoveJob | Should -Be 'one', 'two'
    }

    It 'hands a message to one of two that wait' {
        $jobs = 1..2 | ForEach-Object {
            Start-ThreadJob {
                Import-Module $using:manifest
                Receive-IpMsg -Wait -Count 1 -Listener $using:suzuki | ForEach-Object Text
            }
        }
        $null = 'one', 'two' | Send-IpMsg suzuki
        Receive-Job $jobs -Wait -AutoRemoveJob | Sort-Object | Should -Be 'one', 'two'
    }

    It 'survives serialisation as properties' {
        $null = Send-IpMsg suzuki hello
        Receive-IpMsg -Listener $suzuki | Export-Clixml (Join-Path $lan.Folder 'm.xml')
        $message = Import-Clixml (Join-Path $lan.Folder 'm.xml')
        $message.Text | Should -Be 'hello'
        $message.From.NickName | Should -Be 'tanaka'
    }
}

Describe 'Nothing is lost' {
    BeforeAll {
        $lan = New-TestLan
        $here = Add-TestMember $lan tanaka -Here
        $suzuki = Add-TestMember $lan suzuki
        Wait-TestLan $lan
    }

    AfterAll {
        Remove-TestLan $lan
    }

    BeforeEach {
        $null = Receive-IpMsg
        $null = 'one', 'two', 'three' | Send-IpMsg tanaka -Listener $suzuki
    }

    It 'by Select-Object -First, which gets each message once' {
        $texts = 1..3 | ForEach-Object { Receive-IpMsg -TimeoutSec 20 | Select-Object -First 1 | ForEach-Object Text }
        $texts | Should -Be 'one', 'two', 'three'
    }

    It 'by stopping a pipeline that is busy with a message' {
        $shell = New-TestShell $lan
        $null = $shell.AddScript('param($l) Receive-IpMsg -Wait -Listener $l | ForEach-Object { $_; Start-Sleep 60 }').AddArgument($here)
        $busy = $shell.BeginInvoke()
        Wait-Until { $here.UnreadCount -lt 3 }
        $shell.Stop()
        { $shell.EndInvoke($busy) } | Should -Throw
        $texts = @(Receive-IpMsg).Text
        $texts | Should -Contain 'two'
        $texts | Should -Contain 'three'
        # What was on its way is there again or has been handed on, and can be seen in either place.
        @($texts) + @((Receive-IpMsg -Recent 10).Text) | Should -Contain 'one'
    }
}

Describe 'One shot from a fresh process' {
    BeforeAll {
        $lan = New-TestLan
        $suzuki = Add-TestMember $lan suzuki
    }

    AfterAll {
        Remove-TestLan $lan
    }

    It 'ends with 0 when the message is confirmed' {
        $result = Invoke-Pwsh "Send-IpMsg 127.0.0.2 'Build 214 is done. 完了' -ErrorAction Stop | ForEach-Object Status"
        $result.Output | Should -Be 'Confirmed'
        $result.ExitCode | Should -Be 0
        (Receive-IpMsg -TimeoutSec 20 -Count 1 -Listener $suzuki).Text | Should -Be 'Build 214 is done. 完了'
    }

    It 'ends with 1 and says so when nobody confirms it' {
        $result = Invoke-Pwsh "Send-IpMsg 127.0.0.9 done -TimeoutSec 0.5 -ErrorAction Stop"
        $result.ExitCode | Should -Be 1
        $result.Output | Should -Match 'did not answer in time, so nothing was sent'
    }

    It 'leaves messages to it unconfirmed, because nobody would read them' {
        $script = "Import-Module '$manifest'; `$null = Send-IpMsg 127.0.0.2 hello; Start-Sleep 60"
        $process = Start-Process (Get-Process -Id $PID).Path -ArgumentList '-NoProfile', '-Command', "`"$script`"" -PassThru `
            -NoNewWindow
        try {
            $message = Receive-IpMsg -TimeoutSec 60 -Count 1 -Listener $suzuki
            (Send-IpMsg $message 'who are you?' -TimeoutSec 1 -Listener $suzuki -ErrorAction SilentlyContinue).Status |
                Should -Be 'Unconfirmed'
        }
        finally {
            Stop-Process $process -Force
        }
    }

    It 'takes leave when the process ends' {
        $result = Invoke-Pwsh "`$null = Send-IpMsg 127.0.0.2 hello; (Get-IpMsgListener).Port"
        [int]$result.Output | Should -BeGreaterThan 0
        Wait-Until { -not (Get-IpMsgMember -Listener $suzuki | Where-Object Port -EQ $result.Output) }
    }
}
