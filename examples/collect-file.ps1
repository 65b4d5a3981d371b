<#
.SYNOPSIS
    Asks everyone for a file, and collects what they send, a folder for each.
.DESCRIPTION
    People answer the message with the file attached. The script waits until
    everyone who confirmed the question has sent something, or the time is up.
    Emits the files as they come, each with its sender in From, and warns of
    those who sent none. Other messages stay in the inbox.
.EXAMPLE
    ./collect-file.ps1 -To 'Ops*' -Path ./reports -TimeoutSec 86400

    Collects the reports of a day.
.EXAMPLE
    ./collect-file.ps1 -Demo

    Shows it with two members on loopback, who send a report each.
#>
[CmdletBinding(DefaultParameterSetName = 'Ask')]
param(
    # Whom to ask, as for Send-IpMsg; '*' is everyone.
    [Parameter(ParameterSetName = 'Ask', Mandatory = $true)]
    [object[]] $To,

    # The question.
    [string] $Message = 'Please answer with your report attached.',

    # The folder to collect in; it is made when it is not there.
    [string] $Path = './collected',

    # How long to wait for everyone.
    [double] $TimeoutSec = 3600,

    # The most bytes to take from one.
    [long] $MaximumSize = 100MB,

    # Plays the others, on loopback.
    [Parameter(ParameterSetName = 'Demo', Mandatory = $true)]
    [switch] $Demo
)

$ErrorActionPreference = 'Stop'
. $PSScriptRoot/Demo.ps1
$stage = if ($Demo) {
    Start-Demo suzuki, tanaka {
        param($folder)
        $file = [IO.Path]::Combine($folder, 'report.txt')
        [IO.File]::WriteAllText($file, "All is well with $((Get-IpMsgListener).NickName).")
        Send-IpMsg -InReplyTo $_ 'Here it is.' -Attachment $file -WaitDownload -TimeoutSec 30
    }
}
if ($Demo) {
    $To = '*'
    $Path = Join-Path $stage.Folder 'collected'
}
try {
    if (-not (Get-IpMsgListener)) { Start-IpMsgListener }
    $asked = @(Send-IpMsg $To $Message -ErrorAction Continue | Where-Object Status -EQ Confirmed)
    $missing = [System.Collections.Generic.List[string]]::new()
    foreach ($each in $asked) { $missing.Add("$($each.EndPoint)") }
    $until = [datetime]::Now.AddSeconds($TimeoutSec)
    while ($missing.Count -and [datetime]::Now -lt $until) {
        foreach ($answer in Receive-IpMsg -From $missing -TimeoutSec 1) {
            if (-not $answer.Attachments) { continue }
            # The name is somebody else's word, so letters, digits, hyphens and underscores are all that is taken of it.
            $name = "$($answer.From.NickName)-$($answer.From.EndPoint)" -replace '[^\w-]', '_'
            $folder = New-Item (Join-Path $Path $name) -ItemType Directory -Force
            $answer | Save-IpMsgAttachment -LiteralPath $folder.FullName -Force -MaximumSize $MaximumSize -ErrorAction Continue |
                ForEach-Object {
                    $null = $missing.Remove("$($answer.From.EndPoint)")
                    $_ | Add-Member From $answer.From.NickName -PassThru
                }
        }
    }
    foreach ($each in $asked | Where-Object { "$($_.EndPoint)" -in $missing }) {
        Write-Warning "$($each.To) has sent no file."
    }
}
finally {
    Stop-Demo $stage
}
