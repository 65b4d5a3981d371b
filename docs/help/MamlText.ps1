# What PlatyPS 1.0 exports is close to what Get-Help shows well, but not there: examples come as raw Markdown without their
# code in its place, blank paragraphs as a control character, links with the names of Markdown files, and no default values.

function Write-HelpFile([string] $Path, [string] $Text) {
    # Without a byte order mark, and with the same line ends everywhere, so that a second run changes nothing.
    [System.IO.File]::WriteAllText($Path, ($Text -replace '\r\n', "`n").TrimEnd() + "`n", [System.Text.UTF8Encoding]::new($false))
}

function ConvertTo-PlainText([string] $Text) {
    # Links by their text, code without back-ticks, and the lines of a paragraph joined; list items keep their lines.
    $plain = $Text -replace '\r' -replace '\[([^\]]+)\]\([^)]*\)', '$1' -replace '`([^`]+)`', '$1'
    $paragraphs = $plain -split '\n\s*\n' | ForEach-Object { ($_ -replace '\n(?!- )\s*', ' ').Trim() } | Where-Object { $_ }
    $paragraphs -join "`n`n"
}

function ConvertTo-TidyMaml([string] $Maml, [object[]] $Commands) {
    $document = [System.Xml.XmlDocument]::new()
    $document.PreserveWhitespace = $false
    $document.LoadXml(($Maml -replace '&#x80;', ''))
    $names = [System.Xml.XmlNamespaceManager]::new($document.NameTable)
    $names.AddNamespace('maml', 'http://schemas.microsoft.com/maml/2004/10')
    $names.AddNamespace('command', 'http://schemas.microsoft.com/maml/dev/command/2004/10')
    $names.AddNamespace('dev', 'http://schemas.microsoft.com/maml/dev/2004/10')

    foreach ($para in $document.SelectNodes('//maml:para', $names)) {
        if ($para.InnerText -match '^\s*```') { continue }
        if ($para.InnerText.Trim()) { $para.InnerText = ConvertTo-PlainText $para.InnerText }
        elseif ($para.ParentNode.SelectNodes('maml:para', $names).Count -gt 1) { $null = $para.ParentNode.RemoveChild($para) }
    }
    foreach ($example in $document.SelectNodes('//command:example', $names)) { Move-ExampleCode $document $example $names }
    foreach ($link in $document.SelectNodes('//maml:navigationLink', $names)) {
        $uri = $link.SelectSingleNode('maml:uri', $names)
        if ($link.SelectSingleNode('maml:linkText', $names).InnerText -eq 'Online Version' -and -not $uri.InnerText) {
            $null = $link.ParentNode.RemoveChild($link)
        }
        elseif ($uri.InnerText -like '*.md') { $uri.InnerText = '' }
    }
    foreach ($command in $Commands) { Add-DefaultValue $document $command $names }
    Format-Maml $document
}

function Add-DefaultValue($Document, $Command, $Names) {
    foreach ($parameter in $Command.Parameters | Where-Object DefaultValue) {
        $path = "//command:command[command:details/command:name='$($Command.Title)']" +
            "/command:parameters/command:parameter[maml:name='$($parameter.Name)']"
        $default = $Document.CreateElement('dev', 'defaultValue', $Names.LookupNamespace('dev'))
        $default.InnerText = $parameter.DefaultValue
        $null = $Document.SelectSingleNode($path, $Names).AppendChild($default)
    }
}

function Move-ExampleCode($Document, $Example, $Names) {
    $introduction = $Example.SelectSingleNode('maml:introduction', $Names)
    $remarks = $Example.SelectSingleNode('dev:remarks', $Names)
    $code = @()
    foreach ($para in @($introduction.SelectNodes('maml:para', $Names))) {
        $null = $introduction.RemoveChild($para)
        $text = $para.InnerText.Trim()
        if ($text -match '(?s)^```powershell\s*\n(.*?)\n?```$') { $code += $Matches[1].TrimEnd() }
        # Get-Help leaves the lines of its remarks as they are, so output needs no fence.
        elseif ($text -match '(?s)^```\w*\s*\n(.*?)\n?```$') { $code += "`n" + $Matches[1].TrimEnd() }
        elseif ($text) { $null = $remarks.AppendChild($para) }
    }
    $Example.SelectSingleNode('dev:code', $Names).InnerText = $code -join "`n"
    # Get-Help puts nothing between two examples by itself.
    $null = $remarks.AppendChild($Document.CreateElement('maml', 'para', $Names.LookupNamespace('maml')))
    $title = $Example.SelectSingleNode('maml:title', $Names)
    $title.InnerText = '--- ' + $title.InnerText.Trim('-', ' ') + ' ---'
}

function Format-Maml($Document) {
    $settings = [System.Xml.XmlWriterSettings]::new()
    $settings.Indent = $true
    $settings.NewLineChars = "`n"
    $settings.OmitXmlDeclaration = $true
    $text = [System.Text.StringBuilder]::new()
    $writer = [System.Xml.XmlWriter]::Create($text, $settings)
    $Document.Save($writer)
    $writer.Dispose()
    "<?xml version=`"1.0`" encoding=`"utf-8`"?>`n" + $text.ToString()
}
