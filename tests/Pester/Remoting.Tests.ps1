BeforeDiscovery {
    # What remoting and jobs do to an object, by themselves and for real.
    $roads = @(
        @{
            Name = 'the serializer of remoting'
            Send = {
                $text = [System.Management.Automation.PSSerializer]::Serialize($args[0], 1)
                [System.Management.Automation.PSSerializer]::Deserialize($text)
            }
        }
        @{
            Name = 'another process'
            Send = {
                $there.Commands.Clear()
                $there.AddScript('param($given) $given').AddArgument($args[0]).Invoke()
            }
        }
    )
}

BeforeAll {
    . $PSScriptRoot/Support.ps1
    $lan = New-TestLan
    $here = Add-TestMember $lan tanaka Ops -Here -Options (Get-TestIdentity $lan tanaka)
    $suzuki = Add-TestMember $lan '鈴木 一郎' 開発 -Options (Get-TestIdentity $lan suzuki)
    Wait-TestLan $lan
    $file = New-Item (Join-Path $lan.Folder 'a.txt') -Value contents
    $target = (New-Item (Join-Path $lan.Folder taken) -ItemType Directory).FullName
    $delivery = Send-IpMsg tanaka '日本語' -Attachment $file -Listener $suzuki
    $message = Receive-IpMsg -TimeoutSec 20 -Count 1
    $null = Send-IpMsg '鈴木*' hello

    # A session as Enter-PSSession has one, in a process of its own.
    # Invoke-Command knows the types of the session; here they are to be named.
    $files = (Get-ChildItem (Split-Path $manifest) -Filter *.Types.ps1xml).FullName
    $types = [System.Management.Automation.Runspaces.TypeTable]::new([string[]]$files)
    $process = [System.Management.Automation.Runspaces.PowerShellProcessInstance]::new()
    $runspace = [runspacefactory]::CreateOutOfProcessRunspace($types, $process)
    $runspace.Open()
    $there = [powershell]::Create()
    $there.Runspace = $runspace
    $null = $there.AddScript("Import-Module '$manifest'").Invoke()
    # The listener there goes on between the commands.
    function Invoke-There([string] $Script, $Argument) {
        $there.Commands.Clear()
        $there.Streams.Error.Clear()
        $there.AddScript($Script).AddArgument($Argument).Invoke()
        if ($there.Streams.Error.Count) { throw $there.Streams.Error[0] }
    }
    Invoke-There ("Start-IpMsgListener remote Branch -Address 127.0.0.6 -Port $($lan.Port) -KeyPath '$($lan.Folder)/keys-remote' " +
        '-BroadcastAddress 127.0.0.2, 127.0.0.3')
    Wait-Until { Get-IpMsgMember remote* }
}

AfterAll {
    $there.Dispose()
    $runspace.Dispose()
    Remove-TestLan $lan
}

Describe 'Objects that went through <Name>' -ForEach $roads {
    It 'keep all properties: <What>' -ForEach @(
        @{ What = 'a message'; Make = { $message }; Type = 'IpMsgMessage' }
        @{ What = 'a sender'; Make = { $message.From }; Type = 'IpMsgSender' }
        @{ What = 'an attachment'; Make = { $message.Attachments[0] }; Type = 'IpMsgAttachment' }
        @{ What = 'a member'; Make = { Get-IpMsgMember '鈴木 一郎' }; Type = 'IpMsgMember' }
        @{ What = 'a delivery'; Make = { $delivery }; Type = 'IpMsgDelivery' }
        @{ What = 'an offer'; Make = { $delivery.Offers[0] }; Type = 'IpMsgOffer' }
        @{ What = 'a test'; Make = { Test-IpMsgMember '鈴木 一郎' }; Type = 'IpMsgMemberTest' }
        @{ What = 'a key'; Make = { Get-IpMsgKey | Select-Object -First 1 }; Type = 'IpMsgKey' }
        @{ What = 'a listener'; Make = { $here }; Type = 'IpMsgListener' }
    ) {
        $original = & $Make
        $original.GetType().Name | Should -Be $Type
        $copy = & $Send $original
        $copy.PSObject.TypeNames | Should -Contain "Deserialized.IpMsg.PowerShell.$Type"
        foreach ($property in $original.GetType().GetProperties()) {
            $copy.PSObject.Properties.Name | Should -Contain $property.Name
            $value = $original.($property.Name)
            if ($value -is [string] -or $value -is [bool] -or $value -is [ValueType] -and $value -isnot [datetimeoffset]) {
                # Enumerations come back as numbers that still say their names.
                $copy.($property.Name).ToString() | Should -Be $value.ToString() -Because $property.Name
            }
            elseif ($null -eq $value) {
                $copy.($property.Name) | Should -BeNullOrEmpty -Because $property.Name
            }
        }
    }

    It 'are recipients, and attachments can be saved' {
        $copy = & $Send $message
        (Send-IpMsg $copy hi).EndPoint | Should -Be $suzuki.EndPoint
        ((& $Send (Get-IpMsgMember '鈴木 一郎')) | Send-IpMsg hi).To | Should -Be '鈴木 一郎'
        Get-Content ($copy | Save-IpMsgAttachment $target -Force).FullName | Should -Be contents
        Get-Content ((& $Send $message.Attachments[0]) | Save-IpMsgAttachment $target -Force).FullName | Should -Be contents
        $copy.Reply('thanks').Status | Should -Be Confirmed
    }
}

Describe 'A session in another process' {
    AfterEach {
        $null = Receive-IpMsg
        $null = Receive-IpMsg -Listener $suzuki
    }

    It 'sends, and its deliveries come back' {
        $copy = Invoke-There 'param($to) Send-IpMsg $to "from the branch"' "127.0.0.2:$($lan.Port)"
        $copy.Status.ToString(), $copy.IsEncrypted | Should -Be Confirmed, $true
        $received = Receive-IpMsg -TimeoutSec 20 -Count 1
        $received.Text, $received.From.NickName, $received.From.GroupName, $received.Signature |
            Should -Be 'from the branch', remote, Branch, Valid
    }

    It 'receives, and its messages can be answered here' {
        (Send-IpMsg remote 'for the branch').Status | Should -Be Confirmed
        $copy = Invoke-There 'Receive-IpMsg -TimeoutSec 20 -Count 1'
        $copy.Text, $copy.From.NickName | Should -Be 'for the branch', tanaka
        # From here it goes to the one who wrote it, and that was this listener's neighbour all the same.
        (Invoke-There 'param($given) Send-IpMsg $given "answered there"' $copy).To | Should -Be tanaka
        (Receive-IpMsg -TimeoutSec 20 -Count 1).Text | Should -Be 'answered there'
    }

    It 'is a relay: members there, as objects here' {
        $members = Invoke-There 'Get-IpMsgMember'
        $members.NickName | Should -Contain tanaka
        ($members | Where-Object NickName -EQ '鈴木 一郎' | Send-IpMsg hello).Status | Should -Be Confirmed
    }

    It 'passes on errors with their ids' {
        { Invoke-There 'Send-IpMsg nobody hello' } | Should -Throw -ErrorId 'RecipientNotFound,IpMsg.PowerShell.Commands.SendIpMsgCommand'
    }

    It 'shows the state of its listener, not a live one' {
        $copy = Invoke-There 'Get-IpMsgListener'
        $copy.NickName, $copy.State.ToString() | Should -Be remote, Running
        { Send-IpMsg tanaka hello -Listener $copy } | Should -Throw
    }

    It 'takes its leave when it ends' {
        $there.Dispose()
        $runspace.Dispose()
        Wait-Until { -not (Get-IpMsgMember remote*) }
    }
}
