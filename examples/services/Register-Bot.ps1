<#
.SYNOPSIS
    Registers the bot as a task of the Windows Task Scheduler, which starts it with the system.
.DESCRIPTION
    The task runs bot.ps1 as LOCAL SERVICE, without a window, and starts it
    again a minute after it has failed. Keys, messages and the log are in a
    folder that only this account and administrators can read. Needs an
    elevated session, and the module in a folder for all users.
.EXAMPLE
    ./Register-Bot.ps1

    Registers the bot beside this folder, and starts it.
.EXAMPLE
    ./Register-Bot.ps1 -Remove

    Stops and removes the task. The folder with the keys stays.
#>
[CmdletBinding(SupportsShouldProcess = $true)]
param(
    # The script to run.
    [string] $Path = (Join-Path $PSScriptRoot '../bot.ps1'),

    # The folder for keys, messages and the log.
    [string] $Folder = (Join-Path "$env:ProgramData" 'IpMsgBot'),

    # The name of the task.
    [string] $TaskName = 'IpMsg bot',

    # Removes the task.
    [switch] $Remove
)

$ErrorActionPreference = 'Stop'
if ($Remove) {
    if ($PSCmdlet.ShouldProcess($TaskName, 'Stop and remove the task')) {
        Stop-ScheduledTask -TaskName $TaskName
        Unregister-ScheduledTask -TaskName $TaskName -Confirm:$false
    }
    return
}

$script = (Resolve-Path -LiteralPath $Path).ProviderPath
if (-not $PSCmdlet.ShouldProcess($TaskName, "Register a task that runs $script")) { return }

# S-1-5-19 is LOCAL SERVICE, S-1-5-18 SYSTEM and S-1-5-32-544 the administrators, in every language of Windows.
$null = New-Item -Path $Folder -ItemType Directory -Force
icacls $Folder /inheritance:r /grant '*S-1-5-19:(OI)(CI)M' '*S-1-5-18:(OI)(CI)F' '*S-1-5-32-544:(OI)(CI)F' | Out-Null
if ($LASTEXITCODE -ne 0) { throw "The rights of '$Folder' cannot be set: icacls ended with $LASTEXITCODE." }

# A task has no environment of its own, and its output goes nowhere, so the command sets both.
$quote = { "'" + "$args".Replace("'", "''") + "'" }
$command = @(
    "`$env:IPMSG_KEYPATH = $(& $quote (Join-Path $Folder 'keys'))"
    "`$env:IPMSG_DATAPATH = $(& $quote (Join-Path $Folder 'data'))"
    "& $(& $quote $script) *>> $(& $quote (Join-Path $Folder 'bot.log'))"
) -join '; '
$encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($command))
$shell = (Get-Process -Id $PID).Path
$task = @{
    TaskName    = $TaskName
    Description = 'Answers messages of IP Messenger.'
    Action      = New-ScheduledTaskAction -Execute $shell -Argument "-NoProfile -NonInteractive -EncodedCommand $encoded"
    Trigger     = New-ScheduledTaskTrigger -AtStartup
    Principal   = New-ScheduledTaskPrincipal -UserId 'S-1-5-19' -LogonType ServiceAccount
    Settings    = New-ScheduledTaskSettingsSet -ExecutionTimeLimit ([timespan]::Zero) -RestartCount 999 `
        -RestartInterval ([timespan]::FromMinutes(1)) -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries
}
Register-ScheduledTask @task -Force
Start-ScheduledTask -TaskName $TaskName
