BeforeAll {
    . $PSScriptRoot/Support.ps1
    $lan = New-TestLan
    $here = Add-TestMember $lan tanaka -Here
    $suzuki = Add-TestMember $lan suzuki
    Wait-TestLan $lan
}

AfterAll {
    Remove-TestLan $lan
}

Describe 'Remove-IpMsg' {
    AfterEach {
        $null = Receive-IpMsg
    }

    It 'takes messages out of the inbox' {
        $null = 'one', 'two' | Send-IpMsg tanaka -Listener $suzuki
        Receive-IpMsg -Peek -Count 1 | Remove-IpMsg
        (Receive-IpMsg).Text | Should -Be 'two'
    }

    It 'tells the sender of a sealed message that was not opened' {
        $delivery = Send-IpMsg tanaka secret -Sealed -Listener $suzuki
        $message = Receive-IpMsg
        $message | Remove-IpMsg
        $message.IsRemoved | Should -BeTrue
        Wait-Until { $delivery.DiscardedAt }
        $delivery.OpenedAt | Should -BeNullOrEmpty
    }

    It 'removes nothing with -WhatIf' {
        $null = Send-IpMsg tanaka one -Listener $suzuki
        Receive-IpMsg -Peek | Remove-IpMsg -WhatIf
        $here.UnreadCount | Should -Be 1
    }
}
