BeforeAll {
    . $PSScriptRoot/Support.ps1
    $lan = New-TestLan
    $data = Join-Path $TestDrive 'data'
    $null = Add-TestMember $lan tanaka -Here -Options @{ DataPath = $data }
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

    It 'opens an entry of the history, when its message was shown and not kept' {
        $delivery = Send-IpMsg tanaka secret -Sealed -Listener $suzuki
        $null = Receive-IpMsg
        (Get-IpMsgHistory -Last 1 | Open-IpMsg).Text | Should -Be 'secret'
        Wait-Until { $delivery.OpenedAt }
        Wait-Until { (Get-IpMsgHistory -Last 1).Text -eq 'secret' }
    }

    It 'says where an entry of the history can be opened when this session did not receive its message' {
        $null = Send-IpMsg suzuki hello
        { Get-IpMsgHistory -Last 1 | Open-IpMsg -ErrorAction Stop } | Should -Throw '*received*'
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

Describe 'The methods of an entry of the history' {
    It 'are those of a message' {
        $null = Send-IpMsg tanaka question -Sealed -Listener $suzuki
        $null = Receive-IpMsg
        $entry = Get-IpMsgHistory -Last 1
        $entry.Open().Text | Should -Be 'question'
        $entry.Reply('answer').Status | Should -Be Confirmed
        (Receive-IpMsg -Listener $suzuki | Select-Object -Last 1).Text | Should -Be 'answer'
    }

    It 'save its files' {
        $file = Join-Path $TestDrive 'a.txt'
        Set-Content $file 'the file'
        $null = Send-IpMsg tanaka -Attachment $file -Listener $suzuki
        $null = Receive-IpMsg
        $folder = New-Item (Join-Path $TestDrive 'saved') -ItemType Directory
        Get-Content (Get-IpMsgHistory -Last 1).Save($folder).FullName | Should -Be 'the file'
    }
}
