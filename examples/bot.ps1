<#
.SYNOPSIS
    A bot that answers the commands help, date, uptime and disk.
.DESCRIPTION
    Answers until Ctrl+C, or until -Count messages have come. Automatic
    replies and broadcasts are left alone: two bots would talk for ever. What
    strangers write is compared with a list of commands, and never run.
.EXAMPLE
    ./bot.ps1 -GroupName Ops

    Answers members of the group Ops.
.EXAMPLE
    ./bot.ps1 -Demo

    Shows it with a member on loopback, who asks for the help.
#>
[CmdletBinding()]
param(
    # Answers only members of this group, with wildcards. Anybody can claim a group; add -Signed to know at least who asks.
    [string] $GroupName = '*',

    # Answers only messages whose signature is valid.
    [switch] $Signed,

    # Ends after this many messages.
    [int] $Count = [int]::MaxValue,

    # Plays the others, on loopback.
    [switch] $Demo
)

$ErrorActionPreference = 'Stop'
. ([IO.Path]::Combine($PSScriptRoot, 'Demo.ps1'))
$commands = [ordered]@{
    date   = { [datetime]::Now.ToString('yyyy-MM-dd HH:mm:ss') }
    uptime = { "$([math]::Round([Diagnostics.Stopwatch]::GetTimestamp() / [Diagnostics.Stopwatch]::Frequency / 3600, 1)) hours" }
    # Disks, but none that are memory or a window into the system.
    disk   = {
        [IO.DriveInfo]::GetDrives() |
            Where-Object { $_.IsReady -and $_.DriveType -ne 'Ram' -and $_.TotalSize -ge 1GB } |
            ForEach-Object { "$($_.Name) $([math]::Round($_.AvailableFreeSpace / 1GB)) GB free" }
    }
    help   = { 'I know: ' + ($commands.Keys -join ', ') }
}

$stage = $null
$limit = @{ Wait = $true; Count = $Count }
if ($Demo) {
    $stage = Start-Demo suzuki -NickName bot
    $asker = [powershell]::Create([initialsessionstate]::CreateDefault2())
    $null = $asker.AddScript('param($module, $bot, $port, $keys) Import-Module $module
        Start-IpMsgListener tanaka Demo -UserName tanaka -Address 127.0.0.1 -Port $port -BroadcastAddress $bot -KeyPath $keys -NoStore
        $null = Send-IpMsg $bot help
        Receive-IpMsg -TimeoutSec 20 -Count 1 | ForEach-Object { $_.Text }
        Stop-IpMsgListener')
    $keys = [IO.Path]::Combine($stage.Folder, 'keys')
    $null = $asker.AddArgument((Get-DemoManifest)).AddArgument("127.0.0.1:$($stage.Ports.bot)")
    $null = $asker.AddArgument((Get-DemoPort)).AddArgument($keys)
    $asking = $asker.BeginInvoke()
    $limit = @{ Count = 1; TimeoutSec = 30 }
}
elseif (-not (Get-IpMsgListener)) {
    Start-IpMsgListener -NickName bot
}
try {
    Receive-IpMsg @limit | ForEach-Object {
        $message = $_
        if ($message.IsAutomatic -or $message.IsBroadcast -or $message.From.GroupName -notlike $GroupName) { return }
        if ($Signed -and $message.Signature -ne 'Valid') { return }
        $word = "$($message.Text)".Trim()
        if ($word -in $commands.Keys) {
            $null = Send-IpMsg -InReplyTo $message ((& $commands[$word]) -join "`n") -ErrorAction Continue
            "$($message.From) asked for $word."
        }
    }
    if ($Demo) { "The answer was: $($asker.EndInvoke($asking))" }
}
finally {
    if ($Demo) { $asker.Dispose() }
    Stop-Demo $stage
}
