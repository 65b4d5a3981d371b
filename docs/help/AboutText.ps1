# About pages as Get-Help shows them: plain text, headings in capitals, everything below them indented and 80 columns wide.

function ConvertTo-AboutText([string[]] $Markdown) {
    $paragraph = [System.Collections.Generic.List[string]]::new()
    $isCode = $false
    $isTitle = $true
    $lines = foreach ($line in @($Markdown) + '') {
        if (-not $isCode -and ($line -eq '' -or $line -match '^(```|#|\||- )') -and $paragraph.Count) {
            Format-Paragraph ($paragraph -join ' ')
            $paragraph.Clear()
        }
        if ($line -match '^```') { $isCode = -not $isCode }
        elseif ($isCode) { if ($line) { '        ' + $line } else { '' } }
        elseif ($line -match '^# (.+)$' -and $isTitle) {
            'TOPIC'
            '    ' + $Matches[1]
            $isTitle = $false
        }
        elseif ($line -match '^#+ (.+)$') { $Matches[1].ToUpperInvariant() }
        elseif ($line -match '^\|-([-|]+)-\|$') { '    ' + $Matches[1].Replace('-|-', '   ') }
        elseif ($line -match '^\| (.*)\|$') { ('    ' + $Matches[1].Replace('|', ' ')).TrimEnd() }
        elseif ($line) { $paragraph.Add($line) }
        else { '' }
    }
    # A fence leaves the blank lines around it, and a heading needs none below it.
    (($lines -join "`n") -replace '\n{3,}', "`n`n") -creplace '(?m)^([A-Z][A-Z ,''?-]+)\n\n', "`$1`n"
}

function Format-Paragraph([string] $Text) {
    $plain = $Text -replace '\[([^\]]+)\]\([^)]*\)', '$1' -replace '`', ''
    # The lines of a list item stand under its first word.
    $margin = if ($plain.StartsWith('- ')) { '     ' } else { '   ' }
    $line = '   '
    foreach ($word in -split $plain) {
        if ($line.Length + 1 + $word.Length -gt 80) {
            $line
            $line = $margin
        }
        $line += ' ' + $word
    }
    $line
}
