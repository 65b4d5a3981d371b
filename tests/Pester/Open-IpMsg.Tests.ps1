BeforeAll {
    . $PSScriptRoot/Support.ps1
    $lan = New-TestLan
    $null = Add-TestMember $lan tanaka -Here
    $suzuki = Add-TestMember $lan suzuki
    Wait-TestLan $lan
}

AfterAll {
    Remove-TestLan $lan
}

Describe 'Open-IpMsg' {
    It 'shows the text of a sealed message, and tells its sender' {
        $delivery = Send-IpMsg tanaka secret -Sealed -Listener $suzuki
        $message = Receive-IpMsg
        $message.IsSealed, $message.IsOpened, $message.Text | Should -Be $true, $false, $null
        $delivery.OpenedAt | Should -BeNullOrEmpty
        ($message | Open-IpMsg).Text | Should -Be 'secret'
        Wait-Until { $delivery.OpenedAt }
    }

    It 'lets messages through that are not sealed' {
        $null = Send-IpMsg tanaka plain -Listener $suzuki
        (Receive-IpMsg | Open-IpMsg).Text | Should -Be 'plain'
    }

    It 'opens nothing with -WhatIf' {
        $null = Send-IpMsg tanaka secret -Sealed -Listener $suzuki
        (Receive-IpMsg | Open-IpMsg -WhatIf).IsOpened | Should -BeFalse
    }

    It 'refuses a message that was removed' {
        $null = Send-IpMsg tanaka secret -Sealed -Listener $suzuki
        $message = Receive-IpMsg
        $message | Remove-IpMsg
        $problem = { $message | Open-IpMsg -ErrorAction Stop } |
            Should -Throw -ErrorId 'InvalidMessage,IpMsg.PowerShell.Commands.OpenIpMsgCommand' -PassThru
        $problem.TargetObject | Should -Be $message
    }
}
