BeforeAll {
    . $PSScriptRoot/Support.ps1
    $lan = New-TestLan
    $here = Add-TestMember $lan tanaka Ops -Here
    $suzuki = Add-TestMember $lan suzuki Ops
    $sato = Add-TestMember $lan sato Sales
    Wait-TestLan $lan
    # What was sent before belongs to the listener before this one.
    $PSDefaultParameterValues['Get-IpMsgDelivery:Listener'] = $here
    $log = New-Item (Join-Path $lan.Folder build.log) -Value 'error 42'
    function Receive-At($Listener) { Receive-IpMsg -TimeoutSec 20 -Count 1 -Listener $Listener }
    function Get-View([object] $Value, [int] $Width = 80) {
        $PSStyle.OutputRendering = 'PlainText'
        ($Value | Out-String -Width $Width).Trim() -split '\r?\n'
    }
}

AfterAll {
    $PSStyle.OutputRendering = 'Host'
    $PSDefaultParameterValues.Remove('Get-IpMsgDelivery:Listener')
    Remove-TestLan $lan
}

Describe 'Get-IpMsgDelivery' {
    It 'tells what was sent although the output was thrown away' {
        Get-IpMsgMember -GroupName Ops | Send-IpMsg 'Reboot at 22:00' -Sealed | Out-Null
        $kept = Get-IpMsgDelivery
        $kept.To, $kept.Text, $kept.Status, $kept.OpenedAt | Should -Be 'suzuki', 'Reboot at 22:00', 'Confirmed', $null
        Receive-At $suzuki | Open-IpMsg -Listener $suzuki | Out-Null
        Wait-Until { $kept.OpenedAt }
    }

    It 'goes by recipient, status, message and number' {
        $deliveries = Send-IpMsg suzuki, sato 'Lunch?'
        (Get-IpMsgDelivery sato).Text | Should -Be 'Lunch?'
        (Get-IpMsgDelivery -To su* -Last 1).Text | Should -Be 'Lunch?'
        (Get-IpMsgDelivery -First 1).Text | Should -Be 'Reboot at 22:00'
        @(Get-IpMsgDelivery -PacketNumber $deliveries[0].PacketNumber).Count | Should -Be 2
        @(Get-IpMsgDelivery -Status Confirmed).Count | Should -Be 3
        Get-IpMsgDelivery -Status Unconfirmed, Refused, Pending | Should -BeNullOrEmpty
        $null = (Receive-At $suzuki), (Receive-At $sato)
    }

    It 'and the delivery itself say what became of the files' {
        $delivery = Send-IpMsg suzuki, sato 'the log' -Attachment $log -NoWait
        (Get-View $delivery)[0] | Should -Match 'Files$'
        $null = Receive-At $sato
        Receive-At $suzuki | Save-IpMsgAttachment (New-Item (Join-Path $lan.Folder saved) -ItemType Directory) -Listener $suzuki
        Wait-Until { (Get-IpMsgDelivery suzuki -Last 1).Files -eq 'taken' }
        (Get-IpMsgDelivery sato -Last 1).Files | Should -Be 'waiting'
        Get-View (Get-IpMsgDelivery suzuki -Last 1) | Select-Object -Last 1 | Should -Match 'Confirmed +taken +the log$'
        Get-View (Get-IpMsgDelivery suzuki -Last 1 | Format-List) | Should -Contain 'Files        : build.log: taken'
        Get-View $delivery | Where-Object { $_ -match '^suzuki' } | Should -Match 'Confirmed .* taken$'
    }

    It 'goes into files and tables as it is' {
        $row = Get-IpMsgDelivery suzuki -Last 1 | Select-Object Sent, To, Status, Files, Text | ConvertTo-Csv -NoTypeInformation
        $row[1] | Should -Match '"suzuki","Confirmed","taken","the log"$'
        Get-IpMsgDelivery suzuki -Last 1 | Export-Clixml (Join-Path $lan.Folder 'sent.xml')
        $back = Import-Clixml (Join-Path $lan.Folder 'sent.xml')
        $back.To, $back.Text, $back.Files | Should -Be 'suzuki', 'the log', 'taken'
        (Get-View $back)[0] | Should -Match '^Sent +To +Status'
    }

    It 'shows nothing in a session without a listener' {
        (Invoke-Pwsh 'Get-IpMsgDelivery; @(Get-IpMsgListener).Count').Output | Should -Be '0'
    }
}

Describe 'A member whose terminal was closed' {
    BeforeAll {
        # A killed process sends no farewell: its entry is all that is known of it.
        $dead = [System.Net.Sockets.UdpClient]::new([System.Net.IPEndPoint]::new([ipaddress]'127.0.0.5', $lan.Port))
        function Send-Entry([int] $Command) {
            $entry = [System.Text.Encoding]::UTF8.GetBytes("1:$(Get-Random -Minimum 1 -Maximum 999999):yama:yama-pc:${Command}:yama`0Ops`0")
            $null = $dead.Send($entry, $entry.Length, '127.0.0.2', $lan.Port)
        }
        Send-Entry 1
        Wait-Until { Get-IpMsgMember | Where-Object NickName -EQ yama }
        $null = Send-IpMsg yama 'Are you there?' -Encryption Off -ErrorAction SilentlyContinue
    }

    AfterAll {
        $dead.Dispose()
    }

    It 'is doubtful in the list of members' {
        (Get-IpMsgMember yama).IsDoubtful | Should -BeTrue
        (Get-IpMsgMember suzuki).IsDoubtful | Should -BeFalse
        Get-View (Get-IpMsgMember yama) | Select-Object -Last 1 | Should -Match '^yama +Ops +gone\? '
    }

    It 'is named when a message goes to the group' {
        $null = Get-IpMsgMember -GroupName Ops | Send-IpMsg 'Reboot' -NoWait -WarningVariable warned -WarningAction SilentlyContinue
        "$warned" | Should -BeLike '1 of the 2 recipients did not confirm the last message and may have gone: yama.*'
    }

    It 'is certain again as soon as it answers' {
        Send-Entry 1
        Wait-Until { -not (Get-IpMsgMember yama).IsDoubtful }
    }
}
