BeforeAll {
    . $PSScriptRoot/Support.ps1
    $lan = New-TestLan
}

AfterAll {
    Remove-TestLan $lan
}

Describe 'Stop-IpMsgListener' {
    It 'ends the listener and frees the port at once' {
        Start-IpMsgListener -Address 127.0.0.2 -Port $lan.Port
        Stop-IpMsgListener
        Get-IpMsgListener | Should -BeNullOrEmpty
        Test-FreePort $lan.Port | Should -BeTrue
    }

    It 'leaves it running with -WhatIf' {
        $listener = Start-IpMsgListener -Address 127.0.0.2 -Port $lan.Port -PassThru
        Stop-IpMsgListener -WhatIf
        $listener.State | Should -Be 'Running'
        Stop-IpMsgListener
    }

    It 'complains when there is nothing to stop' {
        { Stop-IpMsgListener -ErrorAction Stop } |
            Should -Throw -ErrorId 'ListenerNotRunning,IpMsg.PowerShell.Commands.StopIpMsgListenerCommand'
    }
}

Describe 'Stop-IpMsgListener among members' {
    BeforeEach {
        $net = New-TestLan
        $here = Add-TestMember $net tanaka -Here
        $there = Add-TestMember $net suzuki
        Wait-TestLan $net
    }

    AfterEach {
        Remove-TestLan $net
    }

    It 'takes leave of the others' {
        Stop-IpMsgListener
        Wait-Until { $there.MemberCount -eq 0 }
    }

    It 'warns of messages that nobody received' {
        $null = Send-IpMsg tanaka 'unread' -Listener $there
        Stop-IpMsgListener -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -BeLike '*One message*'
    }

    It 'takes the listener of another runspace from the pipeline' {
        $there | Stop-IpMsgListener
        $there.State | Should -Be 'Stopped'
        $here.State | Should -Be 'Running'
    }

    It 'ends those who wait for it, and tells them why' {
        $shell = New-TestShell $net
        $waiting = $shell.AddScript('param($l) Receive-IpMsg -Wait -Listener $l').AddArgument($there).BeginInvoke()
        Wait-Until { $shell.InvocationStateInfo.State -eq 'Running' }
        $there | Stop-IpMsgListener
        $null = $shell.EndInvoke($waiting)
        $shell.Streams.Error[0].FullyQualifiedErrorId | Should -Be 'ListenerStopped,IpMsg.PowerShell.Commands.ReceiveIpMsgCommand'
    }
}
