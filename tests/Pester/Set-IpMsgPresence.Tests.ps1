BeforeAll {
    . $PSScriptRoot/Support.ps1
    $lan = New-TestLan
    $here = Add-TestMember $lan tanaka Ops -Here
    $there = Add-TestMember $lan suzuki Ops
    Wait-TestLan $lan
}

AfterAll {
    Remove-TestLan $lan
}

Describe 'Set-IpMsgPresence' {
    AfterEach {
        Set-IpMsgPresence -Present -NickName tanaka -GroupName Ops
        Wait-Until { (Get-IpMsgMember -Name 127.0.0.2 -Listener $there | Where-Object { -not $_.IsAbsent }).NickName -eq 'tanaka' }
    }

    It 'tells everyone of an absence, and of its end' {
        Set-IpMsgPresence -Absent 'Back at 13:00' -Title lunch
        Wait-Until { (Get-IpMsgMember tanaka -Listener $there).AbsenceTitle -eq 'lunch' }
        $here.IsAbsent | Should -BeTrue
        Set-IpMsgPresence -Present
        Wait-Until { -not (Get-IpMsgMember tanaka -Listener $there).IsAbsent }
    }

    It 'answers who writes, once' {
        Set-IpMsgPresence -Absent 'Back at 13:00'
        $null = 1..2 | ForEach-Object { Send-IpMsg tanaka "hello $_" -Listener $there }
        $reply = Receive-IpMsg -TimeoutSec 20 -Count 1 -Listener $there
        $reply.Text | Should -Be 'Back at 13:00'
        $reply.IsAutomatic | Should -BeTrue
        # A third message goes after whatever the first two have caused.
        $null = Send-IpMsg suzuki 'the last' -Listener $here
        (Receive-IpMsg -TimeoutSec 20 -Count 1 -Listener $there).Text | Should -Be 'the last'
        (Receive-IpMsg).Text | Should -Be 'hello 1', 'hello 2'
    }

    It 'changes nickname and group' {
        $listener = Set-IpMsgPresence -NickName 田中 -GroupName 開発 -PassThru
        $listener.NickName | Should -Be '田中'
        Wait-Until { (Get-IpMsgMember 127.0.0.2 -Listener $there).NickName -eq '田中' }
        (Get-IpMsgMember 127.0.0.2 -Listener $there).GroupName | Should -Be '開発'
    }

    It 'changes nothing with -WhatIf' {
        Set-IpMsgPresence -Absent away -WhatIf
        $here.IsAbsent | Should -BeFalse
    }

    It 'is absent or present, not both' {
        { Set-IpMsgPresence -Absent -Present } | Should -Throw -ErrorId 'AmbiguousParameterSet,*'
    }
}
