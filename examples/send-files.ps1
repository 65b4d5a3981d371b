<#
.SYNOPSIS
    Alice offers a folder and a file, bob fetches them, and alice sees that he has.
.DESCRIPTION
    Nothing goes beyond loopback.
.EXAMPLE
    ./send-files.ps1

    Shows it in PowerShell.
.EXAMPLE
    dotnet run --project src/IpMsg.Shell -- -File examples/send-files.ps1

    Shows it where there is .NET and no PowerShell.
#>
$ErrorActionPreference = 'Stop'
. ([IO.Path]::Combine($PSScriptRoot, 'Demo.ps1'))
$port = 24252
$name = 'ipmsg-example-' + [guid]::NewGuid().ToString('n')
$work = [IO.Directory]::CreateDirectory([IO.Path]::Combine([IO.Path]::GetTempPath(), $name)).FullName
$null = [IO.Directory]::CreateDirectory("$work/report/figures")
$null = [IO.Directory]::CreateDirectory("$work/bob")
[IO.File]::WriteAllText("$work/report/summary.txt", 'All went well. 万事顺利。')
[IO.File]::WriteAllText("$work/report/figures/table.csv", "day,builds`n1,214`n")
[IO.File]::WriteAllText("$work/build.log", 'done')

# Each runspace is a member of its own, so bob lives in a second one.
$bob = [powershell]::Create([initialsessionstate]::CreateDefault2()).AddScript({
        param($module, $port, $work)
        Import-Module $module
        Start-IpMsgListener bob Sales -Address 127.0.0.3 -Port $port -BroadcastAddress 127.0.0.2 -KeyPath "$work/keys" -NoStore
        Receive-IpMsg -Wait -Count 1 -TimeoutSec 30 | Save-IpMsgAttachment -Path "$work/bob"
        Stop-IpMsgListener
    }).AddArgument((Get-DemoManifest)).AddArgument($port).AddArgument($work)
$bobAtWork = $bob.BeginInvoke()

Start-IpMsgListener alice Dev -Address 127.0.0.2 -Port $port -BroadcastAddress 127.0.0.3 -KeyPath "$work/keys" -NoStore
$null = Get-IpMsgMember bob -TimeoutSec 10

'', 'Two attachments, and the wait until bob has both:'
$delivery = Send-IpMsg bob 'The report, and the log.' -Attachment "$work/report", "$work/build.log" -WaitDownload -TimeoutSec 30
$delivery | Out-Default
$delivery.Offers | Out-Default

'What bob has now:'
$bob.EndInvoke($bobAtWork) | ForEach-Object { $_.FullName.Substring($work.Length + 1) } | Out-Default
$bob.Dispose()

Stop-IpMsgListener
[IO.Directory]::Delete($work, $true)
