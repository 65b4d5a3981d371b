BeforeAll {
    . $PSScriptRoot/Support.ps1
    $lan = New-TestLan
    $null = Add-TestMember $lan tanaka Ops -Here
    $suzuki = Add-TestMember $lan suzuki Ops @{ UserName = 'ichiro' }
    $null = Add-TestMember $lan 王芳 销售
    Wait-TestLan $lan
}

AfterAll {
    Remove-TestLan $lan
}

Describe 'Get-IpMsgMember' {
    It 'shows everyone but ourselves, by nickname' {
        (Get-IpMsgMember).NickName | Should -Be 'suzuki', '王芳'
    }

    It 'finds <Name>' -ForEach @(
        @{ Name = 'suzuki'; Found = 'suzuki' }
        @{ Name = 'SUZUKI'; Found = 'suzuki' }
        @{ Name = 's*'; Found = 'suzuki' }
        @{ Name = 'ichiro'; Found = 'suzuki' }
        @{ Name = '127.0.0.4'; Found = '王芳' }
        @{ Name = '王?'; Found = '王芳' }
        @{ Name = 'suzuki', '王芳'; Found = 'suzuki', '王芳' }
    ) {
        (Get-IpMsgMember -Name $Name).NickName | Should -Be $Found
    }

    It 'finds a group, with wildcards' {
        (Get-IpMsgMember -GroupName 销*).NickName | Should -Be '王芳'
        Get-IpMsgMember -GroupName nobody | Should -BeNullOrEmpty
    }

    It 'shows what a member is' {
        $member = Get-IpMsgMember suzuki
        $member.GroupName, $member.UserName, "$($member.EndPoint)", $member.IsAbsent |
            Should -Be 'Ops', 'ichiro', "127.0.0.3:$($lan.Port)", $false
        $member.LastSeen | Should -BeGreaterThan ([datetimeoffset]::Now.AddMinutes(-5))
    }

    It 'reports a plain name that nobody has, with the name as the target' {
        $problem = { Get-IpMsgMember yamada -ErrorAction Stop } |
            Should -Throw -ErrorId 'MemberNotFound,IpMsg.PowerShell.Commands.GetIpMsgMemberCommand' -PassThru
        $problem.TargetObject | Should -Be 'yamada'
        $problem.CategoryInfo.Category | Should -Be 'ObjectNotFound'
    }

    It 'reports nothing for a wildcard that fits nobody' {
        Get-IpMsgMember yamada* -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'asks for versions and absence texts with -Detailed, once for each member' {
        Set-IpMsgPresence -Absent 'Back at 13:00' -Title lunch -Listener $suzuki
        Wait-Until { (Get-IpMsgMember suzuki).IsAbsent }
        $members = Get-IpMsgMember -Detailed
        $members.NickName | Sort-Object | Should -Be 'suzuki', '王芳'
        $members.Version | Should -BeLike 'IpMsg for PowerShell*'
        ($members | Where-Object NickName -EQ suzuki).AbsenceMessage | Should -Be 'Back at 13:00'
        Set-IpMsgPresence -Present -Listener $suzuki
    }

    It 'shows those who answer a -Refresh' {
        (Get-IpMsgMember -Refresh).NickName | Sort-Object | Should -Be 'suzuki', '王芳'
    }

    It 'fetches the list of another member' {
        (Get-IpMsgMember -HostList suzuki -Name 王芳).NickName | Should -Be '王芳'
    }

    It 'reports a member without a list' {
        { Get-IpMsgMember -HostList 127.0.0.9 -TimeoutSec 0.3 -ErrorAction Stop } | Should -Throw -ErrorId 'HostListNotAnswered,*'
    }

    It 'sorts members by name' {
        (Get-IpMsgMember | Sort-Object -Descending).NickName | Should -Be '王芳', 'suzuki'
    }

    It 'works through the listener of another runspace' {
        (Get-IpMsgMember -Listener $suzuki).NickName | Should -Contain 'tanaka'
    }
}
