BeforeAll {
    . $PSScriptRoot/Support.ps1
    $lan = New-TestLan
}

AfterAll {
    Remove-TestLan $lan
}

Describe 'Test-IpMsgListener' {
    It 'tells that nothing listens, and starts nothing' {
        $test = Test-IpMsgListener 127.0.0.9 -Port $lan.Port -TimeoutSec 0.5
        $test.IsHealthy | Should -BeFalse
        $test.IsAnswering | Should -BeFalse
        $test.IsAcceptingConnections | Should -BeFalse
        $test.Failure | Should -Match '^UDP: .+\. TCP: .+\.$'
        Test-IpMsgListener 127.0.0.9 -Port $lan.Port -TimeoutSec 0.5 -Quiet | Should -BeFalse
        Get-IpMsgListener | Should -BeNullOrEmpty
    }

    It 'tests the listener of the session' {
        $here = Add-TestMember $lan tanaka -Here
        $test = Test-IpMsgListener
        $test.EndPoint | Should -Be $here.EndPoint
        $test.IsHealthy | Should -BeTrue -Because $test.Failure
        $test.Version | Should -BeLike 'IpMsg for PowerShell*'
        $test.RoundTripMs | Should -BeGreaterThan 0
    }

    It 'tests that of another process, and appears in no list of members' {
        $there = Add-TestMember $lan suzuki
        Wait-TestLan $lan
        $address, $port = $there.EndPoint -split ':'
        $result = Invoke-Pwsh "Import-Module '$manifest'; exit [int]!(Test-IpMsgListener $address -Port $port -Quiet)"
        $result.ExitCode | Should -Be 0 -Because $result.Output
        $there.MemberCount | Should -Be 1
        $result = Invoke-Pwsh "Import-Module '$manifest'; exit [int]!(Test-IpMsgListener 127.0.0.9 -Port $port -TimeoutSec 0.5 -Quiet)"
        $result.ExitCode | Should -Be 1
    }

    It 'tests a listener of another runspace, also one that has stopped' {
        $listener = Add-TestMember $lan sato
        $listener | Test-IpMsgListener -Quiet | Should -BeTrue
        Stop-IpMsgListener -Listener $listener
        $listener | Test-IpMsgListener -TimeoutSec 0.5 | ForEach-Object Failure | Should -Match '^UDP: '
    }

    It 'shows the reason in the view' {
        $view = Test-IpMsgListener 127.0.0.9 -Port $lan.Port -TimeoutSec 0.5 | Out-String
        $view | Should -Match 'EndPoint\s+Healthy\s+ms\s+Version'
        $view | Should -Match 'False\s+UDP: '
    }

    It 'reports a text that is no address' {
        { Test-IpMsgListener nobody -ErrorAction Stop } |
            Should -Throw -ErrorId 'InvalidAddress,IpMsg.PowerShell.Commands.TestIpMsgListenerCommand'
    }
}
