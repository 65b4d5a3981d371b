BeforeAll {
    . $PSScriptRoot/Support.ps1
    $lan = New-TestLan
    $here = Add-TestMember $lan tanaka -Here -Options @{ LogPath = Join-Path $lan.Folder 'messages.jsonl' }
    $suzuki = Add-TestMember $lan suzuki
    Wait-TestLan $lan
    $source = New-Item (Join-Path $lan.Folder source) -ItemType Directory
    $null = New-Item (Join-Path $source 'docs/deep/empty') -ItemType Directory -Force
    Set-Content (Join-Path $source 'docs/deep/読んで.txt') 'in the folder'
    Set-Content (Join-Path $source 'a.log') 'log a'
    Set-Content (Join-Path $source 'b.log') 'log b'
    function Get-Digest([string] $Path) {
        Get-ChildItem $Path -Recurse | Sort-Object FullName | ForEach-Object {
            [System.IO.Path]::GetRelativePath($Path, $_.FullName) + $(if (-not $_.PSIsContainer) { (Get-FileHash $_.FullName).Hash })
        }
    }
}

AfterAll {
    Remove-TestLan $lan
}

Describe 'Save-IpMsgAttachment' {
    BeforeEach {
        $target = (New-Item (Join-Path $lan.Folder ([guid]::NewGuid())) -ItemType Directory).FullName
        Push-Location $target
        $delivery = Get-ChildItem $source | Send-IpMsg tanaka 'files' -Listener $suzuki
        $message = Receive-IpMsg -TimeoutSec 20 -Count 1
    }

    AfterEach {
        Pop-Location
    }

    It 'saves what <Script> says, and emits what Get-Item does' -ForEach @(
        @{ Script = '$message | Save-IpMsgAttachment' }
        @{ Script = '$message | Save-IpMsgAttachment $target' }
        @{ Script = 'Save-IpMsgAttachment $message' }
        @{ Script = 'Save-IpMsgAttachment $message -Path $target' }
        @{ Script = '$message.Attachments | Save-IpMsgAttachment -LiteralPath $target' }
    ) {
        $saved = & ([scriptblock]::Create($Script))
        $saved.Name | Sort-Object | Should -Be 'a.log', 'b.log', 'docs'
        ($saved | Where-Object Name -EQ a.log).PSPath | Should -Be (Get-Item a.log).PSPath
        ($saved | Out-String) | Should -Match 'a\.log'
        Get-Digest $target | Should -Be (Get-Digest $source)
        Wait-Until { ($delivery.Offers | Measure-Object TimesTaken -Sum).Sum -eq 3 }
    }

    It 'saves what went through Export-Clixml' {
        $message | Export-Clixml message.xml
        $message.Attachments | Export-Clixml attachments.xml
        (Import-Clixml message.xml | Save-IpMsgAttachment -Name *.log).Name | Should -Be 'a.log', 'b.log'
        (Import-Clixml attachments.xml | Save-IpMsgAttachment -Name docs).Name | Should -Be 'docs'
    }

    It 'saves what went through JSON' {
        $line = $message.Attachments[0] | ConvertTo-Json
        ($line | ConvertFrom-Json | Save-IpMsgAttachment).Name | Should -Be $message.Attachments[0].Name
        $line = $message | Select-Object PacketNumber, Attachments | ConvertTo-Json -Depth 3
        ($line | ConvertFrom-Json | Save-IpMsgAttachment -Name b.log).Name | Should -Be 'b.log'
    }

    It 'saves what a line of the message log offers' {
        $line = Get-Content (Join-Path $lan.Folder messages.jsonl) | Select-Object -Last 1
        ($line | ConvertFrom-Json | Save-IpMsgAttachment).Name | Sort-Object | Should -Be 'a.log', 'b.log', 'docs'
        ($line | ConvertFrom-Json).Attachments[0] | Save-IpMsgAttachment -Force | Should -Not -BeNullOrEmpty
    }

    It 'saves what a job gives back' {
        $job = Start-ThreadJob { $using:message }
        ($job | Receive-Job -Wait -AutoRemoveJob | Save-IpMsgAttachment -Name a.log).Name | Should -Be 'a.log'
        $text = [System.Management.Automation.PSSerializer]::Serialize($message, 1)
        $copy = [System.Management.Automation.PSSerializer]::Deserialize($text)
        ($copy | Save-IpMsgAttachment -Name b.log).Name | Should -Be 'b.log'
    }

    It 'reports one that is gone, and saves the others' {
        $delivery.Offers | Where-Object Name -EQ a.log | Remove-IpMsgOffer
        $saved = $message | Save-IpMsgAttachment -ErrorAction SilentlyContinue -ErrorVariable problems
        $saved.Name | Sort-Object | Should -Be 'b.log', 'docs'
        $problems[0].FullyQualifiedErrorId | Should -Be 'AttachmentUnavailable,IpMsg.PowerShell.Commands.SaveIpMsgAttachmentCommand'
        $problems[0].TargetObject.Name | Should -Be 'a.log'
    }

    It 'wants one existing folder' {
        { $message | Save-IpMsgAttachment -Path ./missing } | Should -Throw -ErrorId 'InvalidDestination,*'
    }

    It 'saves nothing with -WhatIf' {
        $message | Save-IpMsgAttachment -WhatIf | Should -BeNullOrEmpty
        Get-ChildItem $target | Should -BeNullOrEmpty
    }

    It 'keeps a file of the same name, and replaces it with -Force' {
        Set-Content a.log mine
        ($message | Save-IpMsgAttachment -Name a.log).Name | Should -Be 'a (2).log'
        Get-Content a.log | Should -Be mine
        ($message | Save-IpMsgAttachment -Name a.log -Force).Name | Should -Be 'a.log'
        Get-Content a.log | Should -Be 'log a'
    }
}

Describe 'Receive-IpMsg and Remove-IpMsg, with files' {
    It 'tell the sender that its files are not wanted' {
        $delivery = Get-Item (Join-Path $source a.log) | Send-IpMsg tanaka -Listener $suzuki
        Receive-IpMsg -TimeoutSec 20 -Count 1 | Remove-IpMsg
        Wait-Until { $delivery.Offers[0].State -eq 'Released' }
    }
}
