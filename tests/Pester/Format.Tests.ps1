BeforeDiscovery {
    $widths = @{ Width = 80 }, @{ Width = 100 }
}

BeforeAll {
    . $PSScriptRoot/Support.ps1
    $lan = New-TestLan
    $here = Add-TestMember $lan tanaka Ops -Here
    $there = Add-TestMember $lan '鈴木さんという長い名前の人です' '開発部の長い名前' @{
        UserName = 'a-rather-long-user-name'
        HostName = 'a-rather-long-host-name.example'
    }
    Wait-TestLan $lan
    $nasty = "日本語の長い文章です。日本語の長い文章です。日本語の長い文章です。`e[31mred`e]0;title`a`r`nnext`u{202e}abc"
    $file = New-Item (Join-Path $lan.Folder '資料.txt') -Value contents
    $deliveries = Send-IpMsg 127.0.0.2 $nasty -Attachment $file -Listener $there
    $sealed = Send-IpMsg 127.0.0.2 'the secret' -Sealed -Listener $there
    $messages = Receive-IpMsg -Peek

    # What a terminal would obey.
    $acting = '[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]'

    # How many columns a line takes: characters of East Asian scripts take two.
    function Measure-Column([string] $Line) {
        $pattern = '[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]'
        $wide = [regex]::Matches($Line, $pattern).Count
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
        @{ Name = 'members'; Make = { Get-IpMsgMember }; Columns = 'NickName', 'GroupName', 'Absent', 'Seen', 'EndPoint', 'User@Host' }
        @{ Name = 'messages'; Make = { $messages }; Columns = 'Received', 'From', 'Security', 'Kind', 'Text' }
        @{ Name = 'deliveries'; Make = { $deliveries }; Columns = 'To', 'Status', 'ms', 'Attempts', 'Encrypted', 'Opened', 'Files' }
        @{
            Name    = 'kept deliveries'
            Make    = { Get-IpMsgDelivery -Listener $there }
            Columns = 'Sent', 'To', 'Status', 'Opened', 'Files', 'Text'
        }
        @{ Name = 'tests'; Make = { Test-IpMsgMember 127.0.0.3 }; Columns = 'To', 'EndPoint', 'Reachable', 'ms', 'Version' }
        @{ Name = 'listeners'; Make = { $there }; Columns = 'State', 'EndPoint', 'Name', 'User@Host', 'Counters' }
        @{ Name = 'senders'; Make = { $messages[0].From }; Columns = 'NickName', 'GroupName', 'EndPoint', 'Fingerprint', 'User@Host' }
        @{ Name = 'attachments'; Make = { $messages[0].Attachments }; Columns = 'Kind', 'Size', 'LastWriteTime', 'From', 'Name' }
        @{ Name = 'offers'; Make = { $deliveries.Offers }; Columns = 'To', 'State', 'Taken', 'Size', 'Sent', 'Rate', 'Name' }
    ) {
        $lines = Get-View (& $Make) $Width
        $lines | ForEach-Object { Measure-Column $_ | Should -BeLessOrEqual $Width -Because $_ }
        foreach ($column in $Columns) { $lines -match "\b$column\b" | Should -Not -BeNullOrEmpty -Because $column }
    }
}

Describe 'The lists' {
    It 'show <Name> within the width, harmlessly' -ForEach @(
        @{ Name = 'members'; Make = { Get-IpMsgMember }; Words = 'NickName', 'User@Host', 'LastSeen', 'Fingerprint' }
        @{
            Name = 'messages'; Make = { $messages }
            Words = 'Received', 'Security', 'Cipher', 'Attachments', '資料.txt', '(sealed: Open-IpMsg shows it)'
        }
        @{ Name = 'deliveries'; Make = { $deliveries }; Words = 'RoundTripMs', 'RSA-2048, AES-256, SHA-256', 'Files' }
        @{ Name = 'attachments'; Make = { $messages[0].Attachments }; Words = '8 B (8 bytes)', '資料.txt' }
        @{ Name = 'offers'; Make = { $deliveries.Offers }; Words = 'Waiting', 'ExpiresAt' }
        @{ Name = 'keys'; Make = { Get-IpMsgKey }; Words = 'pinned', 'FirstSeenFrom', 'Digits' }
        @{ Name = 'senders'; Make = { $messages[0].From }; Words = 'Fingerprint', 'EndPoint' }
        @{ Name = 'tests'; Make = { Test-IpMsgMember 127.0.0.3 }; Words = 'IsReachable', 'Abilities', 'CanUtf8' }
    ) {
        $lines = Get-View (& $Make | Format-List)
        $lines | ForEach-Object { Measure-Column $_ | Should -BeLessOrEqual 100 -Because $_ }
        foreach ($word in $Words) { $lines -join "`n" | Should -BeLike "*$([WildcardPattern]::Escape($word))*" }
        $lines -join "`n" | Should -Not -Match $acting
        $lines -join "`n" | Should -Not -Match 'the secret'
    }

    It 'show what came back from a file as they show the original' {
        $path = Join-Path $lan.Folder 'all.xml'
        $shown = (Get-IpMsgMember), $messages[0], $messages[1], $deliveries, $deliveries.Offers, $messages[0].Attachments,
            (Get-IpMsgKey), $there
        foreach ($each in $shown) {
            $each | Should -Not -BeNullOrEmpty
            $each | Export-Clixml $path
            $revived = Import-Clixml $path
            # Times pass meanwhile.
            foreach ($view in { $args[0] }, { $args[0] | Format-List }) {
                $expected = (Get-View (& $view $each)) -replace '\d+[sm]\b|\bnow\b'
                (Get-View (& $view $revived)) -replace '\d+[sm]\b|\bnow\b' | Should -Be $expected
            }
        }
    }

    It 'have a table for listeners and columns of names for all' {
        (Get-View ($here | Format-Table)) -match '^State +EndPoint +Name +Members +Unread' | Should -Not -BeNullOrEmpty
        (Get-View ($messages | Format-Wide)) -join '' | Should -Not -Match $acting
        (Get-View (Get-IpMsgMember | Format-Wide)) -join '' | Should -Match '鈴木'
    }
}

Describe 'The views' {
    It 'show keys with all their digits' {
        $lines = Get-View (Get-IpMsgKey)
        $lines[-1] | Should -Match ' pinned +2048 +\d\d:\d\d:\d\d +(\d{5} ?){8}$'
        Measure-Column $lines[-1] | Should -BeLessOrEqual 100
    }

    It 'align columns behind Japanese and Chinese text' {
        $lines = Get-View (Get-IpMsgMember)
        $at = (Measure-Column $lines[0].Substring(0, $lines[0].IndexOf('EndPoint')))
        $rows = @($lines -match '127\.0\.0\.3:')
        $rows | Should -Not -BeNullOrEmpty
        foreach ($line in $rows) { Measure-Column $line.Substring(0, $line.IndexOf('127.0.0.3')) | Should -Be $at }
    }

    It 'align columns behind emoji, and behind letters that a Mac has taken apart' {
        $null = Add-TestMember $lan "カ`u{3099}クe`u{301}" ('😀' * 9)
        Wait-Until { @(Get-IpMsgMember).Count -eq 2 }
        $lines = Get-View (Get-IpMsgMember)
        $line = $lines -match '127\.0\.0\.4:'
        $line | Should -BeLike 'ガクé *😀…*'
        Measure-Column $line[0].Substring(0, $line[0].IndexOf('127.0.0.4')) | Should -Be $lines[0].IndexOf('EndPoint')
        $strict = [System.Text.UTF8Encoding]::new($false, $true)
        $strict.GetByteCount($line[0]) | Should -BeGreaterThan 0
        $lan.Listeners[-1] | Stop-IpMsgListener
        Wait-Until { @(Get-IpMsgMember).Count -eq 1 }
    }

    It 'are harmless behind objects of another type, of which the engine takes no view' {
        foreach ($each in $messages[0], $messages[0].From, $deliveries, (Get-IpMsgMember)) {
            $text = (Get-View ($lan.Folder | Get-Item), $each) -join "`n"
            $text | Should -Match '(?m)^(Nick|Message|To) +: '
            $text | Should -Not -Match $acting
        }
        (Get-View ($lan.Folder | Get-Item), $messages[1]) -join '' | Should -Not -Match 'the secret'
    }

    It 'show whether a message was encrypted and by whom it was signed' {
        (Get-View $messages[0]) -join '' | Should -Match ' signed '
        (Get-View $deliveries)[-1] | Should -Match ' yes '
        $plain = Send-IpMsg 127.0.0.2 plain -Listener (Add-TestMember $lan old '' @{ Encryption = 'Off' })
        (Get-View $plain)[-1] | Should -Not -Match ' yes '
        Wait-Until { $here.UnreadCount -eq 3 }
        (Get-View (Receive-IpMsg -Peek)[-1]) -join '' | Should -Not -Match 'signed|encrypted'
    }

    It 'show endpoints in full' {
        (Get-View (Get-IpMsgMember) 80) -match "127\.0\.0\.3:$($lan.Port) " | Should -Not -BeNullOrEmpty
    }

    It 'show control characters of strangers harmlessly' {
        $text = (Get-View $messages) -join "`n"
        $text | Should -Not -Match $acting
        "$($messages[0])" | Should -Not -Match $acting
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
        Wait-Until { (Get-IpMsgMember 鈴木*).IsAbsent }
        (Get-View (Get-IpMsgMember 鈴木*))[-1] | Should -Match '\blunch\b'
        (Get-View $there) -match '\[lunch\]' | Should -Not -BeNullOrEmpty
    }
}

Describe 'A console with code page <_>' -ForEach 932, 936 {
    BeforeAll {
        $codePage = $_
        $encoding = [System.Text.Encoding]::GetEncoding($codePage)
        # The bytes that a process writes to a console of that code page: it gives each character of two bytes two columns.
        function Get-LegacyView([string] $Command) {
            $script = Join-Path $TestDrive 'legacy.ps1'
            Set-Content $script @"
[Console]::OutputEncoding = [System.Text.Encoding]::GetEncoding($codePage)
`$PSStyle.OutputRendering = 'PlainText'
Import-Module '$manifest'
[Console]::Write(($Command | Out-String -Width 100))
"@
            $start = [System.Diagnostics.ProcessStartInfo]::new((Get-Process -Id $PID).Path)
            '-NoProfile', '-NonInteractive', '-File', $script | ForEach-Object { $start.ArgumentList.Add($_) }
            $start.RedirectStandardOutput = $true
            $start.StandardOutputEncoding = [System.Text.Encoding]::Latin1
            $null = $start.Environment.Remove('WT_SESSION')
            $process = [System.Diagnostics.Process]::Start($start)
            $bytes = [System.Text.Encoding]::Latin1.GetBytes($process.StandardOutput.ReadToEnd())
            $process.WaitForExit()
            $encoding.GetString($bytes).TrimEnd() -split '\r?\n' -ne ''
        }
        $saved = Join-Path $TestDrive 'messages.xml'
        $messages | Export-Clixml $saved
        $members = Join-Path $TestDrive 'members.xml'
        Get-IpMsgMember | Export-Clixml $members
    }

    It 'shows messages without question marks, and no line is too wide' {
        $lines = Get-LegacyView "Import-Clixml '$saved'"
        $lines -match '日本語' | Should -Not -BeNullOrEmpty
        foreach ($line in $lines) {
            $line | Should -Not -Match '\?|\uFFFD'
            $encoding.GetByteCount($line) | Should -BeLessOrEqual 100 -Because $line
        }
        ($lines -join "`n") | Should -Match 'red'
    }

    It 'shows members with their columns under each other' {
        $lines = Get-LegacyView "Import-Clixml '$members'"
        $rule = @($lines) -match '^-+ '
        # A column begins at the byte where its rule begins, in the rows of names with two bytes a character too.
        $starts = [regex]::Matches($rule[0], '(?<=^| )-').Index
        $rows = @($lines)[([array]::IndexOf($lines, $rule[0]) + 1)..($lines.Count - 1)]
        $rows | Should -Not -BeNullOrEmpty
        foreach ($row in $rows) {
            $row | Should -Not -Match '\?'
            $bytes = $encoding.GetBytes($row)
            foreach ($start in $starts | Where-Object { $_ -gt 0 -and $_ -lt $bytes.Length }) {
                $bytes[$start - 1] | Should -Be 32 -Because "$row has a column at $start"
            }
        }
    }
}
