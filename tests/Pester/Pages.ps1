# Reads a page of help in docs/en-US, as far as the tests compare it with the cmdlet and with what Get-Help says. Needs no PlatyPS.

. (Join-Path $PSScriptRoot '../../docs/help/MamlText.ps1')

# The sections of a page by their names, and its parameters.
function Read-HelpPage([string] $Path) {
    $sections = @{}
    foreach ($match in [regex]::Matches((Get-Content $Path -Raw -Encoding utf8), '(?ms)^## (?<name>[^\n]+)\n(?<body>.*?)(?=^## |\z)')) {
        $sections[$match.Groups['name'].Value] = $match.Groups['body'].Value.Trim()
    }
    [pscustomobject]@{
        Synopsis    = ConvertTo-PlainText $sections['SYNOPSIS']
        Description = ConvertTo-PlainText $sections['DESCRIPTION']
        Notes       = ConvertTo-PlainText $sections['NOTES']
        Links       = [regex]::Matches($sections['RELATED LINKS'], '(?m)^- \[([^\]]+)\]').ForEach{ $_.Groups[1].Value }
        Inputs      = [regex]::Matches($sections['INPUTS'], '(?m)^### (.+)$').ForEach{ $_.Groups[1].Value }
        Outputs     = [regex]::Matches($sections['OUTPUTS'], '(?m)^### (.+)$').ForEach{ $_.Groups[1].Value }
        Examples    = @(Read-PageExample $sections['EXAMPLES'])
        Parameters  = @(Read-PageParameter $sections['PARAMETERS'])
    }
}

function Read-PageExample([string] $Text) {
    foreach ($match in [regex]::Matches($Text, '(?ms)^### (?<title>[^\n]+)\n(?<body>.*?)(?=^### |\z)')) {
        $body = $match.Groups['body'].Value
        [pscustomobject]@{
            Title  = $match.Groups['title'].Value
            Code   = [regex]::Match($body, '(?ms)^```powershell\n(.*?)\n```$').Groups[1].Value
            Output = [regex]::Match($body, '(?ms)^```Output\n(.*?)\n```$').Groups[1].Value
            Text   = ConvertTo-PlainText ($body -replace '(?ms)^```\w+\n.*?^```$')
        }
    }
}

function Read-PageParameter([string] $Text) {
    foreach ($match in [regex]::Matches($Text, '(?ms)^### -(?<name>\w+)\n(?<text>.*?)^```yaml\n(?<yaml>.*?)^```')) {
        $yaml = $match.Groups['yaml'].Value
        $value = { param($key) [regex]::Match($yaml, "(?m)^$key`: *(.*)$").Groups[1].Value.Trim("'") }
        $setPattern = '(?m)^- Name: (?<name>.+)\n  Position: (?<position>\w+)\n  IsRequired: (?<required>\w+)\n' +
            '  ValueFromPipeline: (?<pipeline>\w+)$'
        [pscustomobject]@{
            Name      = $match.Groups['name'].Value
            Text      = ConvertTo-PlainText $match.Groups['text'].Value
            Type      = & $value 'Type'
            Default   = & $value 'DefaultValue'
            Wildcards = (& $value 'SupportsWildcards') -eq 'true'
            Aliases   = @([regex]::Match($yaml, '(?ms)^Aliases:\n((?:- \w+\n)+)').Groups[1].Value -split '\W+' -ne '')
            Sets      = @(foreach ($set in [regex]::Matches($yaml, $setPattern)) {
                    '{0}: {1}, {2}, {3}' -f $set.Groups['name'].Value.Replace('(All)', '__AllParameterSets'), $set.Groups['position'].Value,
                    $set.Groups['required'].Value, $set.Groups['pipeline'].Value
                })
        }
    }
}
