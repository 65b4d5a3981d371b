BeforeAll {
    . $PSScriptRoot/Support.ps1
    $lan = New-TestLan
    $own, $team = 'own.json', 'team.json' | ForEach-Object { Join-Path $lan.Folder $_ }
    Set-IpMsgContact Taro -UserName ichiro -Group ops, sre -ContactPath $own
    Set-IpMsgContact Hana -UserName hana -Address 10.2.0.9 -Group ops -ContactPath $team
    Set-IpMsgContact Taro -UserName somebody -ContactPath $team
    $env:IPMSG_CONTACTS = $own, $team -join [System.IO.Path]::PathSeparator
}

AfterAll {
    Remove-TestLan $lan
}

Describe 'Get-IpMsgContact' {
    It 'shows the contacts of all files by name, those of the first file before others' {
        $all = Get-IpMsgContact
        $all.Name | Should -Be 'Hana', 'Taro'
        $all.UserName | Should -Be 'hana', 'ichiro'
        $all.ContactPath | Should -Be $team, $own
    }

    It 'finds <Name> in <Group>' -ForEach @(
        @{ Name = 't*'; Group = '*'; Found = 'Taro' }
        @{ Name = 'taro', 'HANA'; Group = 'ops'; Found = 'Hana', 'Taro' }
        @{ Name = '*'; Group = 'SRE'; Found = 'Taro' }
        @{ Name = '*'; Group = 's*'; Found = 'Taro' }
    ) {
        (Get-IpMsgContact $Name $Group).Name | Should -Be $Found
    }

    It 'reports a name without a contact, and warns of a group without one' {
        $problem = { Get-IpMsgContact nobody -ErrorAction Stop } |
            Should -Throw -ErrorId 'ContactNotFound,IpMsg.PowerShell.Commands.GetIpMsgContactCommand' -PassThru
        $problem.TargetObject, $problem.CategoryInfo.Category | Should -Be 'nobody', 'ObjectNotFound'
        $null = Get-IpMsgContact -Group nobody -WarningVariable warning -WarningAction SilentlyContinue
        "$warning" | Should -BeLike "*group 'nobody'*"
        Get-IpMsgContact n* -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'does not know who is present without a listener' {
        (Get-IpMsgContact Taro).IsPresent | Should -BeNullOrEmpty
        Get-IpMsgListener | Should -BeNullOrEmpty
    }

    It 'reports a shared file that is not there, and shows the others' {
        $contacts = Get-IpMsgContact -ContactPath $own, ./missing.json -ErrorVariable problem -ErrorAction SilentlyContinue
        $contacts.Name | Should -Be 'Taro'
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'InvalidContactFile,*'
    }

    It 'is a table, a list, and lines of CSV that Set-IpMsgContact reads' {
        Get-IpMsgContact Hana | Out-String |
            Should -Match 'Name +Present +User@Host +Groups +Addresses(.|\r?\n)+Hana +hana@\* +ops +10\.2\.0\.9'
        Get-IpMsgContact Hana | Format-List | Out-String | Should -Match 'ContactPath'
        $row = Get-IpMsgContact Taro | ConvertTo-Csv | ConvertFrom-Csv
        $row.Groups | Should -Be 'ops; sre'
        $row | Set-IpMsgContact -ContactPath (Join-Path $lan.Folder 'csv.json') -PassThru | ForEach-Object Groups | Should -Be 'ops', 'sre'
    }

    It 'shows who is present, once a listener runs' {
        $null = Add-TestMember $lan tanaka Ops -Here
        $suzuki = Add-TestMember $lan suzuki Ops (Get-TestIdentity $lan ichiro)
        Wait-TestLan $lan
        $taro, $hana = Get-IpMsgContact Taro, Hana | Sort-Object Name -Descending
        $taro.IsPresent, $taro.NickName, $taro.GroupName, $taro.EndPoint | Should -Be $true, 'suzuki', 'Ops', "127.0.0.3:$($lan.Port)"
        $taro.LastSeen | Should -BeGreaterThan ([datetimeoffset]::Now.AddMinutes(-5))
        $hana.IsPresent, $hana.EndPoint | Should -Be $false, $null
        $suzuki | Stop-IpMsgListener -WarningAction SilentlyContinue
        Wait-Until { -not (Get-IpMsgContact Taro).IsPresent }
    }

    It 'completes names and groups' {
        (TabExpansion2 'Get-IpMsgContact T' 18).CompletionMatches.CompletionText | Should -Be 'Taro'
        (TabExpansion2 'Get-IpMsgContact -Group s' 25).CompletionMatches.CompletionText | Should -Be 'sre'
        $line = "Remove-IpMsgContact -ContactPath '$team' -Name H"
        (TabExpansion2 $line $line.Length).CompletionMatches.ToolTip | Should -Be 'Hana: contact hana@* in ops'
    }
}
