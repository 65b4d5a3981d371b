BeforeAll {
    . $PSScriptRoot/Support.ps1
    $lan = New-TestLan
}

AfterAll {
    Remove-TestLan $lan
}

Describe 'Get-IpMsgListener' {
    It 'finds nothing, and starts nothing, before there is a listener' {
        Get-IpMsgListener | Should -BeNullOrEmpty
    }

    It 'shows what the listener has done' {
        $here = Add-TestMember $lan tanaka -Here
        $there = Add-TestMember $lan suzuki
        Wait-TestLan $lan
        $null = Send-IpMsg suzuki 'one'
        $null = Send-IpMsg tanaka 'two' -Listener $there

        $listener = Get-IpMsgListener
        $listener | Should -Be $here
        $listener.MemberCount | Should -Be 1
        $listener.UnreadCount | Should -Be 1
        $listener.Counters.Confirmed | Should -Be 1
        $listener.Counters.Messages | Should -Be 1
        $listener.Counters.DatagramsSent | Should -BeGreaterThan 1

        $null = Receive-IpMsg
        $listener.UnreadCount | Should -Be 0
    }
}
