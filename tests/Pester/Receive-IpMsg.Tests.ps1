BeforeAll {
    . $PSScriptRoot/Support.ps1
    $lan = New-TestLan
    $here = Add-TestMember $lan tanaka -Here
    $suzuki = Add-TestMember $lan suzuki Ops
    $sato = Add-TestMember $lan sato
    Wait-TestLan $lan
    function Send-Each([object] $From, [string[]] $Text) { $null = $Text | Send-IpMsg tanaka -Listener $From }
}

AfterAll {
    Remove-TestLan $lan
}

Describe 'Receive-IpMsg' {
    AfterEach {
        $null = Receive-IpMsg
    }

    It 'takes what is there, oldest first, and does not wait' {
        Receive-IpMsg | Should -BeNullOrEmpty
        Send-Each $suzuki one, two, three
        (Receive-IpMsg).Text | Should -Be 'one', 'two', 'three'
        Receive-IpMsg | Should -BeNullOrEmpty
    }

    It 'shows who wrote, and when' {
        Send-Each $suzuki hello
        $message = Receive-IpMsg
        $message.From.NickName, $message.From.GroupName, "$($message.From.EndPoint)" | Should -Be 'suzuki', 'Ops', "127.0.0.3:$($lan.Port)"
        $message.ReceivedAt | Should -BeGreaterThan ([datetimeoffset]::Now.AddMinutes(-1))
        $message.IsConfirmed, $message.IsSealed, $message.IsAutomatic | Should -Be $true, $false, $false
    }

    It 'takes -Count and leaves the rest' {
        Send-Each $suzuki one, two, three
        (Receive-IpMsg -Count 2).Text | Should -Be 'one', 'two'
        $here.UnreadCount | Should -Be 1
    }

    It 'takes those of one sender and leaves the others' {
        Send-Each $suzuki 'from suzuki'
        Send-Each $sato 'from sato'
        (Receive-IpMsg -From sa*).Text | Should -Be 'from sato'
        (Receive-IpMsg).Text | Should -Be 'from suzuki'
    }

    It 'looks with -Peek and takes nothing' {
        Send-Each $suzuki one, two
        (Receive-IpMsg -Peek).Text | Should -Be 'one', 'two'
        (Receive-IpMsg -Peek -Count 1).Text | Should -Be 'one'
        (Receive-IpMsg).Text | Should -Be 'one', 'two'
    }

    It 'shows the last ones again with -Recent' {
        Send-Each $suzuki one, two, three
        $null = Receive-IpMsg
        (Receive-IpMsg -Recent 2).Text | Should -Be 'two', 'three'
    }

    It 'waits for a message that comes later' {
        $writing = $lan.Shells[0].AddScript('Start-Sleep -Milliseconds 200; Send-IpMsg tanaka later').BeginInvoke()
        (Receive-IpMsg -Wait -Count 1).Text | Should -Be 'later'
        $null = $lan.Shells[0].EndInvoke($writing)
        $lan.Shells[0].Commands.Clear()
    }

    It 'gives up after -TimeoutSec, without an error' {
        $clock = [System.Diagnostics.Stopwatch]::StartNew()
        Receive-IpMsg -TimeoutSec 0.3 -ErrorAction Stop | Should -BeNullOrEmpty
        $clock.ElapsedMilliseconds | Should -BeGreaterOrEqual 295
    }

    It 'hands messages on as they come' {
        Send-Each $suzuki one, two
        Receive-IpMsg -TimeoutSec 20 | Select-Object -First 1 | ForEach-Object Text | Should -Be 'one'
        (Receive-IpMsg).Text | Should -Be 'two'
    }

    It 'hides sealed text, and opens it with -Open' {
        $delivery = Send-IpMsg tanaka secret -Sealed -Listener $suzuki
        (Receive-IpMsg -Peek).Text | Should -BeNullOrEmpty
        (Receive-IpMsg -Open).Text | Should -Be 'secret'
        Wait-Until { $delivery.OpenedAt }
    }

    It 'keeps an empty text beside a file' {
        $null = Send-IpMsg tanaka '' -Attachment $PSCommandPath -Listener $suzuki
        $message = Receive-IpMsg -TimeoutSec 20 -Count 1
        $message.Text | Should -BeExactly ''
        $message.Attachments.Count | Should -Be 1
    }

    It 'keeps <Kind> as it came' -ForEach @(
        @{ Kind = 'text in many scripts'; Text = '日本語 中文 한국어 русский 😀' }
        @{ Kind = 'text of several lines'; Text = "first`n`n  third" }
        @{ Kind = 'control characters'; Text = "`e[31mred`e[0m`ttab" }
    ) {
        $null = Send-IpMsg tanaka $Text -Listener $suzuki
        (Receive-IpMsg -TimeoutSec 20 -Count 1).Text | Should -BeExactly $Text
    }
}
