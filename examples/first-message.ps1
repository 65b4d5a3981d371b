<#
.SYNOPSIS
    Two members on this machine find each other, exchange a message and its reply, and leave.
.DESCRIPTION
    Nothing goes beyond loopback.
.EXAMPLE
    ./first-message.ps1

    Shows it in PowerShell.
.EXAMPLE
    dotnet run --project src/IpMsg.Shell -- -File examples/first-message.ps1

    Shows it where there is .NET and no PowerShell.
#>
$ErrorActionPreference = 'Stop'
. ([IO.Path]::Combine($PSScriptRoot, 'Demo.ps1'))
$port = 24250
# Your own keys are left alone.
$keys = [IO.Path]::Combine([IO.Path]::GetTempPath(), 'ipmsg-example-' + [guid]::NewGuid().ToString('n'))

# Each runspace is a member of its own, so bob lives in a second one.
$bob = [powershell]::Create([initialsessionstate]::CreateDefault2()).AddScript({
        param($module, $port, $keys)
        Import-Module $module
        Start-IpMsgListener bob Sales -Address 127.0.0.3 -Port $port -BroadcastAddress 127.0.0.2 -KeyPath $keys -NoStore
        Receive-IpMsg -Wait -Count 1 -TimeoutSec 30 |
            ForEach-Object { Send-IpMsg -InReplyTo $_ "Hello $($_.From), I read: $($_.Text)" }
        Stop-IpMsgListener
    }).AddArgument((Get-DemoManifest)).AddArgument($port).AddArgument($keys)
$bobAtWork = $bob.BeginInvoke()

Start-IpMsgListener alice Dev -Address 127.0.0.2 -Port $port -BroadcastAddress 127.0.0.3 -KeyPath $keys -NoStore

'', 'Who is there?'
Get-IpMsgMember bob -TimeoutSec 10 | Out-Default

'A message, and its confirmation as an object:'
Send-IpMsg bob 'lunch? 昼ごはん? 吃午饭吗?' | Out-Default

'The reply, as an object:'
Receive-IpMsg -TimeoutSec 10 -Count 1 | Out-Default

Stop-IpMsgListener
$bob.EndInvoke($bobAtWork) | Out-Null
$bob.Dispose()
[IO.Directory]::Delete($keys, $true)
