# What the READMEs show is what is printed, and the translations have all that the English one has.

BeforeDiscovery {
    . $PSScriptRoot/Support.ps1
    $shell = Get-ShellCommand
    $translations = 'zh-CN', 'ja' | ForEach-Object { @{ Name = "README.$_.md" } }
}

BeforeAll {
    . $PSScriptRoot/Support.ps1
    $english = Get-Content (Join-Path $root 'README.md') -Raw -Encoding utf8
    $modulePath = $env:PSModulePath
    $env:PSModulePath = (Split-Path (Split-Path $manifest)) + [System.IO.Path]::PathSeparator + $modulePath

    function Get-Block([string] $Text) { [regex]::Matches($Text, '(?ms)^```\w*\n.*?^```$').Value }

    # Code says the same in every language but for what is said to people: texts and comments.
    function Get-Code([string] $Text) {
        Get-Block $Text | ForEach-Object { $_ -replace '(?m)\s*#.*$' -replace "'[^']*'|`"[^`"]*`"", 'text' }
    }

    # The output that follows the line which names a script.
    function Get-BlockAfter([string] $Script) {
        $place = $english.IndexOf($Script)
        [regex]::Match($english.Substring($place), '(?ms)^```\n\n.*?^```\n(.*?)^```$|^```\n(.*?)^```$').Groups[1, 2].Value -join ''
    }

    # Numbers, units and names of machines differ from one run to the next, and columns with them.
    function Get-Shape([string] $Text) {
        $lines = $Text -replace '\x1b\[[\d;]*m' -split '\r?\n' -replace '\S+@\S+', 'user@host'
        $lines -replace '\d+(\.\d+)? [KMGT]?B(/s)?', '0 B$2' -replace '\d+', '0' -replace '\s+', ' ' |
            ForEach-Object Trim | Where-Object { $_ }
    }
}

AfterAll {
    $env:PSModulePath = $modulePath
}

Describe 'README.md' {
    # On Windows the tables have the width of the console, also in a pipe.
    It 'shows what <Example> prints' -Skip:($IsWindows -or -not $shell) -TestCases @(
        @{ Example = 'first-message.ps1' }
        @{ Example = 'send-files.ps1' }
    ) {
        $words = @(Get-ShellCommand) + '-File' + (Join-Path $root "examples/$Example")
        $printed = $null | & $words[0] $words[1..99] 2>&1 | Out-String -Width 200
        Get-Shape $printed | Should -Be (Get-Shape (Get-BlockAfter "examples/$Example"))
    }

    It 'has a picture of what is printed' {
        # The words of each line, without times, numbers and the order in which members confirm.
        $words = {
            param($path)
            $texts = ([xml](Get-Content $path -Raw -Encoding utf8)).svg.text
            $lines = $texts | Group-Object y | ForEach-Object { $_.Group.InnerText -join ' ' }
            $lines -replace '\d+', '0' -replace '\b0s\b', 'now' | Sort-Object
        }
        $fresh = Join-Path $TestDrive 'terminal.svg'
        $said = Invoke-Pwsh "& '$root/assets/Write-TerminalPicture.ps1' -Path '$fresh'"
        $said.ExitCode | Should -Be 0 -Because $said.Output
        & $words $fresh | Should -Be (& $words (Join-Path $root 'assets/terminal.svg'))
    }

    It 'shows what notify-group.ps1 prints' {
        $printed = (Invoke-Pwsh "& '$root/examples/notify-group.ps1' -Demo").Output
        Get-Shape $printed | Should -Be (Get-Shape (Get-BlockAfter 'examples/notify-group.ps1 -Demo'))
    }
}

Describe '<Name>' -ForEach $translations {
    BeforeAll {
        $text = Get-Content (Join-Path $root $Name) -Raw -Encoding utf8
        $count = { param($pattern, $of) [regex]::Matches(($of -replace '(?ms)^```\w*\n.*?^```$'), $pattern).Count }
    }

    It 'has the same <What>' -TestCases @(
        @{ What = 'sections'; Pattern = '(?m)^## ' }
        @{ What = 'list items'; Pattern = '(?m)^- ' }
        @{ What = 'rows of tables'; Pattern = '(?m)^\|' }
        @{ What = 'paragraphs and blocks'; Pattern = '\n\n+(?=\S)' }
    ) {
        & $count $Pattern $text | Should -Be (& $count $Pattern $english)
    }

    It 'links to the same pages' {
        $links = {
            param($of)
            [regex]::Matches($of, '\]\(([^)]+)\)').ForEach{ $_.Groups[1].Value } | Where-Object { $_ -notlike 'README*' }
        }
        & $links $text | Should -Be (& $links $english)
        foreach ($link in & $links $text) { Join-Path $root $link | Should -Exist }
    }

    It 'has the same code and the same output' {
        Get-Code $text | Should -Be (Get-Code $english)
    }
}
