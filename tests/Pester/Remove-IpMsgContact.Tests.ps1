BeforeAll {
    . $PSScriptRoot/Support.ps1
    $lan = New-TestLan
    $own, $team = 'own.json', 'team.json' | ForEach-Object { Join-Path $lan.Folder $_ }
    $env:IPMSG_CONTACTS = $own, $team -join [System.IO.Path]::PathSeparator
}

AfterAll {
    Remove-TestLan $lan
}

Describe 'Remove-IpMsgContact' {
    BeforeEach {
        Remove-Item $own, $team -ErrorAction Ignore
        Set-IpMsgContact Boss -UserName boss -ContactPath $team
        'Taro', 'Hana', 'Mika' | Set-IpMsgContact -UserName x
    }

    It 'removes <Name>' -ForEach @(
        @{ Name = 'taro'; Left = 'Boss', 'Hana', 'Mika' }
        @{ Name = 'Hana', 'Mika'; Left = 'Boss', 'Taro' }
        @{ Name = '*a*'; Left = 'Boss' }
    ) {
        Remove-IpMsgContact $Name -ErrorAction Stop
        (Get-IpMsgContact).Name | Should -Be $Left
        $null = Get-Content $own -Raw | ConvertFrom-Json
    }

    It 'removes what Get-IpMsgContact writes' {
        Get-IpMsgContact Taro, Hana | Remove-IpMsgContact
        (Get-IpMsgContact).Name | Should -Be 'Boss', 'Mika'
    }

    It 'removes nothing with -WhatIf' {
        Remove-IpMsgContact * -WhatIf
        @(Get-IpMsgContact).Count | Should -Be 4
    }

    It 'does not change a shared file, and says how to' {
        $problem = { Remove-IpMsgContact Boss -ErrorAction Stop } | Should -Throw -ErrorId 'ContactNotFound,*' -PassThru
        Invoke-Expression $problem.ErrorDetails.RecommendedAction
        (Get-IpMsgContact).Name | Should -Be 'Hana', 'Mika', 'Taro'
    }

    It 'reports a name without a contact' {
        { Remove-IpMsgContact nobody -ErrorAction Stop } |
            Should -Throw -ErrorId 'ContactNotFound,IpMsg.PowerShell.Commands.RemoveIpMsgContactCommand'
        Remove-IpMsgContact no* -ErrorAction Stop
    }
}
