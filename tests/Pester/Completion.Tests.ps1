BeforeAll {
    . $PSScriptRoot/Support.ps1
    $lan = New-TestLan
    function Complete([string] $Line) { (TabExpansion2 $Line $Line.Length).CompletionMatches }
}

AfterAll {
    Remove-TestLan $lan
}

Describe 'Tab, before there is a listener' {
    It 'starts none' {
        $null = Complete 'Send-IpMsg s'
        Get-IpMsgListener | Should -BeNullOrEmpty
    }

    It 'offers no files for the address of a master' {
        Push-Location $PSScriptRoot
        try {
            Complete 'Start-IpMsgListener -Master ' | Should -BeNullOrEmpty
            Complete 'Start-IpMsgListener -Master S' | Should -BeNullOrEmpty
        }
        finally {
            Pop-Location
        }
    }
}

Describe 'Tab' {
    BeforeAll {
        $null = Add-TestMember $lan tanaka Ops -Here
        $null = Add-TestMember $lan suzuki Ops
        $null = Add-TestMember $lan "Build [x64] d'Or" 'Night shift'
        $null = Add-TestMember $lan 佐藤 销售
        Wait-TestLan $lan
    }

    It 'completes <Line> to <Text>' -ForEach @(
        @{ Line = 'Send-IpMsg su'; Text = 'suzuki' }
        @{ Line = 'Send-IpMsg -To SU'; Text = 'suzuki' }
        @{ Line = 'Send-IpMsg 佐'; Text = '佐藤' }
        @{ Line = 'Get-IpMsgMember su'; Text = 'suzuki' }
        @{ Line = 'Test-IpMsgMember su'; Text = 'suzuki' }
        @{ Line = 'Receive-IpMsg -From su'; Text = 'suzuki' }
        @{ Line = 'Get-IpMsgMember -GroupName O'; Text = 'Ops' }
        @{ Line = 'Get-IpMsgMember -GroupName Ni'; Text = "'Night shift'" }
        @{ Line = 'Start-IpMsgListener -Encoding gb'; Text = 'gb18030' }
    ) {
        (Complete $Line).CompletionText | Should -Be $Text
    }

    It 'quotes and escapes a name so that it means itself' {
        $text = (Complete 'Send-IpMsg Bu').CompletionText
        $delivery = & ([scriptblock]::Create("Send-IpMsg $text hello"))
        $delivery.To | Should -Be "Build [x64] d'Or"
        (& ([scriptblock]::Create("Get-IpMsgMember $text"))).NickName | Should -Be "Build [x64] d'Or"
    }

    It 'says who is meant' {
        (Complete 'Send-IpMsg su').ToolTip | Should -BeLike "*Ops*127.0.0.3:$($lan.Port)*"
    }

    It 'gives endpoints where several have the name' {
        $null = Add-TestMember $lan suzuki
        Wait-Until { @(Get-IpMsgMember suzuki).Count -eq 2 }
        (Complete 'Send-IpMsg su').CompletionText | Sort-Object | Should -Be "'127.0.0.3:$($lan.Port)'", "'127.0.0.6:$($lan.Port)'"
    }
}
