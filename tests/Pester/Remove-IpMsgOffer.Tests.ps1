BeforeAll {
    . $PSScriptRoot/Support.ps1
    $lan = New-TestLan
    $here = Add-TestMember $lan tanaka -Here
    $suzuki = Add-TestMember $lan suzuki
    Wait-TestLan $lan
    $file = New-Item (Join-Path $lan.Folder a.log) -Value text
}

AfterAll {
    Remove-TestLan $lan
}

Describe 'Remove-IpMsgOffer' {
    BeforeEach {
        $delivery = $file | Send-IpMsg suzuki
    }

    AfterEach {
        Get-IpMsgOffer | Remove-IpMsgOffer
    }

    It 'takes offers back' {
        Get-IpMsgOffer | Remove-IpMsgOffer
        Get-IpMsgOffer | Should -BeNullOrEmpty
        $delivery.Offers[0].State | Should -Be Withdrawn
    }

    It 'takes back all that a delivery offers' {
        $delivery | Remove-IpMsgOffer
        $delivery.Offers.State | Should -Be Withdrawn
    }

    It 'takes nothing back with -WhatIf' {
        Get-IpMsgOffer | Remove-IpMsgOffer -WhatIf
        @(Get-IpMsgOffer).Count | Should -Be 1
    }

    It 'wants offers or deliveries' {
        42 | Remove-IpMsgOffer -ErrorAction SilentlyContinue -ErrorVariable problems
        $problems[0].FullyQualifiedErrorId | Should -BeLike 'InputNotSupported,*'
    }
}
