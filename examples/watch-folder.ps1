<#
.SYNOPSIS
    Sends every file that is put into a folder, and moves it to the folder sent in it once it was fetched.
.DESCRIPTION
    Looks every second. A file that still grows is left alone until it has the
    same length and time twice. One that nobody fetches stays where it is, and
    is offered again the next time around. Runs until Ctrl+C, or until -Count
    files were sent. Emits the offers: who was offered what, and how often it
    was taken.
.EXAMPLE
    ./watch-folder.ps1 -Path ./outbox -To suzuki

    Sends to suzuki what is put into outbox.
.EXAMPLE
    ./watch-folder.ps1 -Demo

    Shows it with a member on loopback and one file.
#>
[CmdletBinding(DefaultParameterSetName = 'Send')]
param(
    # The folder. It has to be there.
    [Parameter(ParameterSetName = 'Send', Mandatory = $true)]
    [string] $Path,

    # The recipients, as for Send-IpMsg.
    [Parameter(ParameterSetName = 'Send', Mandatory = $true)]
    [object[]] $To,

    # Which files.
    [string] $Filter = '*',

    # How long each file is waited for.
    [double] $TimeoutSec = 600,

    # Ends after this many files.
    [int] $Count = [int]::MaxValue,

    # Plays the others, on loopback.
    [Parameter(ParameterSetName = 'Demo', Mandatory = $true)]
    [switch] $Demo
)

$ErrorActionPreference = 'Stop'
. $PSScriptRoot/Demo.ps1
$stage = $null
if ($Demo) {
    $stage = Start-Demo suzuki { param($folder) $_ | Save-IpMsgAttachment -Path $folder }
    $Path = (New-Item (Join-Path $stage.Folder 'outbox') -ItemType Directory).FullName
    Set-Content (Join-Path $Path 'plan.txt') 'The plan.'
    $To = 'suzuki'
    $Count = 1
}
try {
    # A folder that is not there is an error; one that is made for a misspelt path would be watched for ever.
    $sent = New-Item (Join-Path (Get-Item -LiteralPath $Path).FullName 'sent') -ItemType Directory -Force
    $seen = @{}
    $done = 0
    while ($done -lt $Count) {
        foreach ($file in Get-ChildItem -LiteralPath $Path -File -Filter $Filter | Select-Object -First ($Count - $done)) {
            $state = "$($file.Length) $($file.LastWriteTimeUtc.Ticks)"
            if ($seen[$file.FullName] -ne $state) {
                $seen[$file.FullName] = $state
                continue
            }
            $deliveries = @(
                Send-IpMsg $To "A file for you: $($file.Name)" -Attachment $file -WaitDownload -TimeoutSec $TimeoutSec -ErrorAction Continue
            )
            $isTaken = $deliveries.Count -and -not ($deliveries.Offers | Where-Object TimesTaken -EQ 0)
            if ($isTaken) {
                $target = Join-Path $sent.FullName ('{0:yyyyMMdd-HHmmssfff} {1}' -f [datetime]::Now, $file.Name)
                Move-Item -LiteralPath $file.FullName -Destination $target
                $seen.Remove($file.FullName)
                $done++
            }
            $deliveries.Offers
        }
        if ($done -lt $Count) { Start-Sleep -Seconds 1 }
    }
}
finally {
    Stop-Demo $stage
}
