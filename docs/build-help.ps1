<#
.SYNOPSIS
    Makes the help that Get-Help reads from the pages in docs/en-US.
.DESCRIPTION
    The pages of the cmdlets become en-US/IpMsg.PowerShell.dll-Help.xml, and the about pages become en-US/about_*.help.txt.
    Both are committed, so that a build without PowerShell has them. Needs Microsoft.PowerShell.PlatyPS 1.0.
.EXAMPLE
    ./docs/build-help.ps1

    Writes the files in en-US again.
.EXAMPLE
    ./docs/build-help.ps1 -Destination /tmp/help

    Writes them elsewhere, to compare them.
#>
[CmdletBinding()]
param(
    # The folder to write to.
    [string] $Destination = (Join-Path $PSScriptRoot '../en-US')
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 3
. (Join-Path $PSScriptRoot 'help/MamlText.ps1')
. (Join-Path $PSScriptRoot 'help/AboutText.ps1')
Import-Module Microsoft.PowerShell.PlatyPS -MinimumVersion 1.0.0

$pages = Join-Path $PSScriptRoot 'en-US'
$null = New-Item $Destination -ItemType Directory -Force
$Destination = (Resolve-Path $Destination).ProviderPath

# PlatyPS writes into a folder named after the module.
$work = Join-Path ([System.IO.Path]::GetTempPath()) ('ipmsg-help-' + [guid]::NewGuid().ToString('n'))
try {
    $commands = Get-ChildItem (Join-Path $pages '*-*.md') | Sort-Object Name |
        ForEach-Object { Import-MarkdownCommandHelp -Path $_.FullName }
    $null = $commands | Export-MamlCommandHelp -OutputFolder $work -Force
    $maml = Get-ChildItem $work -Recurse -Filter '*-Help.xml' | Select-Object -First 1
    Write-HelpFile (Join-Path $Destination $maml.Name) (ConvertTo-TidyMaml (Get-Content $maml.FullName -Raw -Encoding utf8) $commands)
}
finally {
    Remove-Item $work -Recurse -Force -ErrorAction Ignore
}

foreach ($page in Get-ChildItem (Join-Path $pages 'about_*.md')) {
    Write-HelpFile (Join-Path $Destination ($page.BaseName + '.help.txt')) (ConvertTo-AboutText (Get-Content $page.FullName -Encoding utf8))
}
