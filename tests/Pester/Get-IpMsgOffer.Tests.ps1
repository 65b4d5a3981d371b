BeforeAll {
    . $PSScriptRoot/Support.ps1
    $lan = New-TestLan
    $here = Add-TestMember $lan tanaka -Here
    $suzuki = Add-TestMember $lan suzuki
    $sato = Add-TestMember $lan sato
    Wait-TestLan $lan
    'a.log', 'b.txt' | ForEach-Object { Set-Content (Join-Path $lan.Folder $_) $_ }
}

AfterAll {
    Remove-TestLan $lan
}

Describe 'Get-IpMsgOffer' {
    BeforeAll {
        $deliveries = Send-IpMsg suzuki, sato -Attachment (Join-Path $lan.Folder a.log), (Join-Path $lan.Folder b.txt)
    }

    It 'shows what is offered to whom' {
        Get-IpMsgOffer | ForEach-Object { "$($_.To) $($_.Name) $($_.State)" } | Sort-Object |
            Should -Be 'sato a.log Waiting', 'sato b.txt Waiting', 'suzuki a.log Waiting', 'suzuki b.txt Waiting'
    }

    It 'goes by recipient, name and message' {
        (Get-IpMsgOffer su*).To | Select-Object -Unique | Should -Be suzuki
        (Get-IpMsgOffer -Name *.txt).Name | Select-Object -Unique | Should -Be b.txt
        @(Get-IpMsgOffer -PacketNumber $deliveries[0].PacketNumber).Count | Should -Be 4
        Get-IpMsgOffer -PacketNumber 1 | Should -BeNullOrEmpty
    }

    It 'fits <_> columns as a table and as a list' -ForEach 80, 100 {
        $PSStyle.OutputRendering = 'PlainText'
        $table = (Get-IpMsgOffer | Out-String -Width $_).Trim() -split '\r?\n'
        foreach ($column in 'To', 'State', 'Taken', 'Size', 'Sent', 'Rate', 'Name') { $table[0] | Should -Match "\b$column\b" }
        $list = (Get-IpMsgOffer suzuki -Name a.log | Format-List | Out-String -Width $_).Trim() -split '\r?\n'
        $list -match '^Path +: .+' | Should -Not -BeNullOrEmpty
        ($table + $list | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual $_
        $PSStyle.OutputRendering = 'Host'
    }

    It 'shows nothing in a session without a listener' {
        (Invoke-Pwsh 'Get-IpMsgOffer; @(Get-IpMsgListener).Count').Output | Should -Be '0'
    }
}
