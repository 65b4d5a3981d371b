BeforeDiscovery {
    $widths = @{ Width = 80 }, @{ Width = 100 }
}

BeforeAll {
    . $PSScriptRoot/Support.ps1
    $lan = New-TestLan
    $here = Add-TestMember $lan tanaka Ops -Here
    $there = Add-TestMember $lan '鈴木さんという長い名前の人です' '開発部の長い名前' @{ UserName = 'a-rather-long-user-name'; HostName = 'a-rather-long-host-name.example' }
    Wait-TestLan $lan
    $nasty = "日本語の長い文章です。日本語の長い文章です。日本語の長い文章です。`e[31mred`e]0;title`a`r`nnext`u{202e}abc"
    $deliveries = Send-IpMsg 127.0.0.2 $nasty -Listener $there
    $sealed = Send-IpMsg 127.0.0.2 'the secret' -Sealed -Listener $there
    $messages = Receive-IpMsg -Peek

    # How many columns a line takes: characters of East Asian scripts take two.
    function Measure-Column([string] $Line) {
        $wide = [regex]::Matches($Line, '[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]').Count
        $Line.Length + $wide
    }
    function Get-View([object] $Value, [int] $Width = 100) {
        $PSStyle.OutputRendering = 'PlainText'
        ($Value | Out-String -Width $Width).Trim() -split '\r?\n'
    }
}

AfterAll {
    $PSStyle.OutputRendering = 'Host'
    Remove-TestLan $lan
}

Describe 'The views at <Width> columns' -ForEach $widths {
    It 'show <Name> within the width, with all columns' -ForEach @(
        @{ Name = 'members'; Make = { Get-IpMsgMember }; Columns = 'NickName', 'GroupName', 'Absent', 'User@Host', 'EndPoint' }
        @{ Name = 'messages'; Make = { $messages }; Columns = 'Received', 'From', 'Kind', 'Text' }
        @{ Name = 'deliveries'; Make = { $deliveries }; Columns = 'To', 'Status', 'ms', 'Attempts', 'PacketNumber', 'Opened' }
        @{ Name = 'tests'; Make = { Test-IpMsgMember 127.0.0.3 }; Columns = 'To', 'EndPoint', 'Reachable', 'ms', 'Version' }
        @{ Name = 'listeners'; Make = { $there }; Columns = 'State', 'EndPoint', 'Name', 'User@Host', 'Counters' }
    ) {
        $lines = Get-View (& $Make) $Width
        $lines | ForEach-Object { Measure-Column $_ | Should -BeLessOrEqual $Width -Because $_ }
        foreach ($column in $Columns) { $lines -match "\b$column\b" | Should -Not -BeNullOrEmpty -Because $column }
    }
}

Describe 'The views' {
    It 'show endpoints in full' {
        (Get-View (Get-IpMsgMember) 80) -match "127\.0\.0\.3:$($lan.Port)\s*$" | Should -Not -BeNullOrEmpty
    }

    It 'show control characters of strangers harmlessly' {
        $text = (Get-View $messages) -join "`n"
        $text | Should -Not -Match '[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]'
        $text | Should -Match ([char]0x241b)
        $messages[0].Text | Should -Match "\e\[31mred"
    }

    It 'show a sealed message as sealed, and its text once it is opened' {
        (Get-View $messages[1]) -join '' | Should -Match 'sealed'
        (Get-View $messages[1]) -join '' | Should -Not -Match 'the secret'
        (Get-View ($messages[1] | Open-IpMsg)) -join '' | Should -Match 'opened +the secret'
        Wait-Until { $sealed.OpenedAt }
        (Get-View $sealed)[-1] | Should -Match '\d\d:\d\d:\d\d$'
    }

    It 'show an absence' {
        Set-IpMsgPresence -Absent -Title lunch -Listener $there
        Wait-Until { (Get-IpMsgMember).IsAbsent }
        (Get-View (Get-IpMsgMember))[-1] | Should -Match '\blunch\b'
        (Get-View $there) -match '\[lunch\]' | Should -Not -BeNullOrEmpty
    }
}
