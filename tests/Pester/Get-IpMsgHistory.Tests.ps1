BeforeAll {
    . $PSScriptRoot/Support.ps1
    $data = Join-Path $TestDrive 'data'
    $file = @{ id = 1; name = 'report.txt'; size = 1234; attributes = 1 }
    $null = Write-TestHistory $data alice @(
        @{ At = '2026-11-01T08:00Z'; From = 'suzuki'; Nick = '鈴木'; Text = "会議は`n14時からです" }
        @{ At = '2026-11-02T08:00Z'; To = 'suzuki', 'sato'; Text = 'Build 4711 failed'; Later = @(
                @{ k = 'delivery'; to = 0; status = 'Confirmed'; attempts = 1; roundTripUs = 2500 }
                @{ k = 'delivery'; to = 1; status = 'Unconfirmed'; attempts = 5; reason = 'no answer' }) }
        @{ At = '2026-11-03T08:00Z'; From = 'sato'; Text = 'The report'; Flags = 0x200100; Attachments = $file
            Later = @{ k = 'saved'; attachment = 1; path = '/home/alice/report.txt' } }
        @{ At = '2026-11-04T08:00Z'; From = 'suzuki'; Nick = '鈴木'; Text = 'the secret'; Flags = 0x300 }
        @{ At = '2026-11-05T08:00Z'; From = 'evil'; Text = "`e[31mred`e]0;title`a" }
    )
    function Get-TestHistory { Get-IpMsgHistory -DataPath $data -UserName alice @args }
}

Describe 'Get-IpMsgHistory' {
    It 'shows all messages, newest last, without a listener' {
        $entries = Get-TestHistory
        $entries.Count | Should -Be 5
        $entries.Direction | Should -Be Received, Sent, Received, Received, Received
        ($entries | Sort-Object).Id | Should -Be $entries.Id
        Get-IpMsgListener | Should -BeNullOrEmpty
    }

    It 'finds <Count> with <Name>' -ForEach @(
        @{ Name = 'a user'; Parameters = @{ With = 'suzuki' }; Count = 3 }
        @{ Name = 'a nickname'; Parameters = @{ With = '鈴木' }; Count = 2 }
        @{ Name = 'wildcards'; Parameters = @{ With = 's*@*-pc' }; Count = 4 }
        @{ Name = 'an address'; Parameters = @{ With = '10.1.2.9' }; Count = 1 }
        @{ Name = 'a text in Japanese'; Parameters = @{ Text = '14時から' }; Count = 1 }
        @{ Name = 'a text in another case'; Parameters = @{ Text = 'BUILD 4711' }; Count = 1 }
        @{ Name = 'a sealed text'; Parameters = @{ Text = 'secret' }; Count = 0 }
        @{ Name = 'times'; Parameters = @{ Since = '2026-11-02T08:00Z'; Before = '2026-11-04T08:00Z' }; Count = 2 }
        @{ Name = 'a date'; Parameters = @{ Since = [datetime]'2026-11-04' }; Count = 2 }
        @{ Name = '-First'; Parameters = @{ First = 2 }; Count = 2 }
        @{ Name = '-Last'; Parameters = @{ Last = 3; With = 's*' }; Count = 3 }
    ) {
        @(Get-TestHistory @Parameters).Count | Should -Be $Count
    }

    It 'shows deliveries of a sent message' {
        $entry = Get-TestHistory -Text 4711
        $entry.Who | Should -Be 'suzuki, sato'
        $entry.Deliveries.Status | Should -Be Confirmed, Unconfirmed
        $entry.Deliveries[0].RoundTripMs | Should -Be 2.5
        $entry.Deliveries[1].Reason | Should -Be 'no answer'
        $entry.IsConfirmed | Should -BeFalse
    }

    It 'shows where a file was saved' {
        $file = (Get-TestHistory sato -Text report).Attachments
        $file.Name, $file.SavedPath | Should -Be 'report.txt', '/home/alice/report.txt'
    }

    It 'goes to CSV and JSON, and comes back' {
        $csv = Join-Path $TestDrive 'history.csv'
        Get-TestHistory | Export-Csv $csv -Encoding utf8 -NoTypeInformation
        (Import-Csv $csv -Encoding utf8)[1].Who | Should -Be 'suzuki, sato'
        $json = Get-TestHistory | ConvertTo-Json -Depth 4 | ConvertFrom-Json
        $json[0].From.NickName | Should -Be '鈴木'
        $json[1].Deliveries.EndPoint | Should -Be '10.1.2.9:2425', '10.1.2.9:2425'
        $json[1].Direction | Should -Be Sent
    }

    It 'survives Export-Clixml with its views' {
        $path = Join-Path $TestDrive 'history.xml'
        Get-TestHistory | Export-Clixml $path
        $revived = Import-Clixml $path
        ($revived | Out-String) | Should -Be (Get-TestHistory | Out-String)
        ($revived | Format-List | Out-String) | Should -Be (Get-TestHistory | Format-List | Out-String)
    }

    It 'stops when the pipeline has enough' {
        (Get-TestHistory | Select-Object -First 1).Direction | Should -Be Received
    }

    It 'skips a line that a killed program has left' {
        $torn = Join-Path $TestDrive 'torn'
        $folder = Write-TestHistory $torn alice @{ At = '2026-11-01T08:00Z'; From = 'suzuki'; Text = 'whole' }
        Add-Content (Join-Path $folder 'history-000001.jsonl') '{"v":1,"k":"received","id":"1-9999","at":"2026' -NoNewline
        (Get-IpMsgHistory -DataPath $torn -UserName alice).Text | Should -Be whole
    }

    It 'names the users that have messages when one has none' {
        { Get-IpMsgHistory -DataPath $data -UserName bob -ErrorAction Stop } | Should -Throw '*alice*' -ErrorId 'HistoryNotFound,*'
    }

    It 'completes names' {
        $line = "Get-IpMsgHistory -DataPath '$data' -UserName alice -With s"
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be '鈴木', 'sato', 'suzuki'
    }
}

Describe 'The views of the history' {
    It 'show everything within <_> columns, harmlessly' -ForEach 80, 100, 120 {
        $PSStyle.OutputRendering = 'PlainText'
        $views = { Get-TestHistory }, { Get-TestHistory | Format-List }, { (Get-TestHistory).Deliveries }, { (Get-TestHistory).Attachments }
        $text = foreach ($view in $views) { & $view | Out-String -Width $_ }
        $text = -join $text
        $text | Should -Match '(?m)^Time +Way +Who +State +Kind +Text'
        $text | Should -Match 'to   suzuki, sato +1 of 2'
        $text | Should -Match 'sealed +\(sealed, not opened\)'
        $text | Should -Match 'report.txt -> /home/alice/report.txt'
        $text | Should -Not -Match '[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f]'
        $text | Should -Not -Match 'the secret'
        foreach ($line in $text -split '\r?\n') { $line.Length | Should -BeLessOrEqual $_ }
    }

    AfterAll { $PSStyle.OutputRendering = 'Host' }
}
