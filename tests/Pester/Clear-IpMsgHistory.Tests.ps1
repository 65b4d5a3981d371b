BeforeAll {
    . $PSScriptRoot/Support.ps1
    function Reset-TestHistory {
        $script:data = Join-Path $TestDrive ([guid]::NewGuid().ToString('n'))
        $script:folder = Write-TestHistory $data alice @(
            @{ At = '2026-11-01T08:00Z'; From = 'suzuki'; Text = 'the first text' }
            @{ At = '2026-11-02T08:00Z'; To = 'suzuki', 'sato'; Text = 'the second text' }
            @{ At = '2026-11-03T08:00Z'; From = 'sato'; Text = 'the third text' }
            @{ At = '2026-11-04T08:00Z'; From = 'sato'; Text = 'the unread text'; IsWaiting = $true }
        )
    }
    function Get-TestText { @(Get-IpMsgHistory -DataPath $data -UserName alice).Text }
    function Get-TestByte {
        (Get-ChildItem $folder -Recurse -File | ForEach-Object { [System.IO.File]::ReadAllText($_.FullName) }) -join "`n"
    }
}

Describe 'Clear-IpMsgHistory' {
    BeforeEach { Reset-TestHistory }

    It 'removes all that was received and sent, and leaves what waits' {
        Clear-IpMsgHistory -DataPath $data -UserName alice -Confirm:$false | Should -BeNullOrEmpty
        Get-TestText | Should -Be 'the unread text'
        Get-TestByte | Should -Not -Match 'first|second|third'
    }

    It 'removes what is older with -Before' {
        Clear-IpMsgHistory -Before '2026-11-02T08:00Z' -DataPath $data -UserName alice -Confirm:$false
        Get-TestText | Should -Be 'the second text', 'the third text', 'the unread text'
        Get-TestByte | Should -Not -Match 'first'
    }

    It 'removes a conversation with -With' {
        Clear-IpMsgHistory suz* -DataPath $data -UserName alice -Confirm:$false
        Get-TestText | Should -Be 'the third text', 'the unread text'
    }

    It 'takes an entry for its sender' {
        $entry = Get-IpMsgHistory -DataPath $data -UserName alice -First 1
        Clear-IpMsgHistory -With $entry -DataPath $data -UserName alice -Confirm:$false
        Get-TestText | Should -Be 'the third text', 'the unread text'
    }

    It 'removes nothing with -WhatIf' {
        Clear-IpMsgHistory -DataPath $data -UserName alice -WhatIf
        @(Get-TestText).Count | Should -Be 4
    }

    It 'leaves no file of a rewrite behind' {
        Clear-IpMsgHistory -DataPath $data -UserName alice -Confirm:$false
        Get-ChildItem $folder -Filter *.new | Should -BeNullOrEmpty
    }

    It 'leaves a history alone that a newer module has written' {
        $file = Join-Path $folder 'history-000001.jsonl'
        $newer = [System.IO.File]::ReadAllText($file).Replace('"v":1', '"v":2')
        [System.IO.File]::WriteAllText($file, $newer)
        { Clear-IpMsgHistory -DataPath $data -UserName alice -Confirm:$false -ErrorAction Stop } | Should -Throw -ErrorId 'HistoryTooNew,*'
        [System.IO.File]::ReadAllText($file) | Should -BeExactly $newer
    }
}
