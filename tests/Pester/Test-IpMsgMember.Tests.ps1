BeforeAll {
    . $PSScriptRoot/Support.ps1
    $lan = New-TestLan
    $null = Add-TestMember $lan tanaka -Here
    $null = Add-TestMember $lan suzuki
    $null = Add-TestMember $lan sato
    Wait-TestLan $lan
}

AfterAll {
    Remove-TestLan $lan
}

Describe 'Test-IpMsgMember' {
    It 'tells that a member answers, how fast, and with which client' {
        $test = Test-IpMsgMember suzuki
        $test.To | Should -Be 'suzuki'
        $test.IsReachable | Should -BeTrue
        $test.RoundTripMs | Should -BeLessThan 3000
        $test.Version | Should -BeLike 'IpMsg for PowerShell*'
    }

    It 'tells that nobody answers' {
        $test = Test-IpMsgMember 127.0.0.9 -TimeoutSec 0.5
        $test.IsReachable | Should -BeFalse
        $test.RoundTripMs | Should -BeNullOrEmpty
    }

    It 'is true or false with -Quiet' {
        Test-IpMsgMember suzuki -Quiet | Should -BeTrue
        Test-IpMsgMember 127.0.0.9 -Quiet -TimeoutSec 0.5 | Should -BeFalse
        Test-IpMsgMember nobody -Quiet | Should -BeFalse
    }

    It 'takes members from the pipeline, and asks all of them at once' {
        $tests = Get-IpMsgMember | Test-IpMsgMember
        $tests.To | Should -Be 'sato', 'suzuki'
        $tests.IsReachable | Should -Not -Contain $false
    }

    It 'reports a name that nobody has' {
        { Test-IpMsgMember nobody -ErrorAction Stop } |
            Should -Throw -ErrorId 'RecipientNotFound,IpMsg.PowerShell.Commands.TestIpMsgMemberCommand'
    }
}
