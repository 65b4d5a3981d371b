# Every script that users get parses in Windows PowerShell 5.1 and uses only what it has. There is none here to run them, so
# Find-NewSyntax.ps1 looks for what it lacks.

BeforeDiscovery {
    . $PSScriptRoot/Support.ps1
    $scripts = @(Get-ChildItem (Join-Path $root 'examples') -Filter *.ps1 -Recurse) +
        (Get-ChildItem (Split-Path $manifest) -Recurse -Include *.ps1, *.psm1, *.psd1) |
        ForEach-Object { @{ Name = $_.Name; Path = $_.FullName } }
    $views = Get-ChildItem (Split-Path $manifest) -Recurse -Filter *.ps1xml | ForEach-Object { @{ Name = $_.Name; Path = $_.FullName } }
    $pages = Get-ChildItem (Join-Path $root 'docs/en-US/*.md'), (Join-Path $root 'README*.md'), (Join-Path $root 'docs/ci.md') |
        ForEach-Object { @{ Name = $_.Name; Path = $_.FullName } }
}

BeforeAll {
    . $PSScriptRoot/Support.ps1
    . $PSScriptRoot/Find-NewSyntax.ps1
}

Describe 'What Windows PowerShell 5.1 lacks' {
    It 'is found: <_>' -ForEach @(
        '$a ? 1 : 2', '$a ?? 1', '$a ??= 1', '${a}?.Length', '${a}?[0]', 'Get-Item a && Get-Item b', 'Get-Item a || Get-Item b',
        'Get-Item a &', 'function f { process { } clean { } }', '$a -replace "x", { "y" }', '0b101', '5u', '7y', '"`e[31m"', '"`u{1F600}"',
        '1 | ForEach-Object -Parallel { $_ }', '1 | % -Parallel { $_ }',
        'ConvertFrom-Json $a -AsHashtable', '$a | ConvertTo-Json -AsArray',
        'Get-Error', '$a | Join-String', 'Test-Json $a', 'Invoke-RestMethod $a -SkipHttpErrorCheck', 'Get-Content $a -AsByteStream',
        'Set-Content $a -Encoding utf8NoBOM', 'Join-Path a b c', 'Split-Path $a -LeafBase', 'Start-Sleep -Duration 1',
        'if ($IsWindows) { }',
        '$PSStyle.Reset', '[IO.Path]::GetRelativePath($a, $b)', 'Start-ThreadJob { }', '#requires -Version 7.0'
    ) {
        Find-NewSyntax $_ | Should -Not -BeNullOrEmpty
    }

    It 'is not found in <_>' -ForEach @(
        'if ($a) { 1 } else { 2 }', '$a.Length; $a[0]; $a -replace "x", "y"', '1 | ForEach-Object { $_ } | Where-Object Length -EQ 1',
        'Join-Path (Join-Path a b) c', '0x1F; 5; 7L; 1kb; 2.5; 1e3; 10d', '"a``e b`n`tc"', "'`e'",
        '[pscustomobject]@{ A = 1 } | ConvertTo-Json',
        'Set-Content $a -Encoding UTF8', 'class C { [int] $x }', '$using:a', 'try { } finally { }', '#requires -Version 5.1'
    ) {
        Find-NewSyntax $_ | Should -BeNullOrEmpty
    }
}

Describe 'In Windows PowerShell 5.1' {
    It 'the script <Name> parses, and uses what is there' -ForEach $scripts {
        Find-NewSyntax (Get-Content $Path -Raw -Encoding utf8) | Should -BeNullOrEmpty
    }

    # Without a byte order mark it reads the code page of the system.
    It 'the text of <Name> is read as UTF-8' -ForEach $scripts {
        $bytes = [System.IO.File]::ReadAllBytes($Path)
        $hasMark = $bytes.Length -ge 3 -and $bytes[0] -eq 0xEF -and $bytes[1] -eq 0xBB -and $bytes[2] -eq 0xBF
        $hasMark -or -not ($bytes -gt 127) | Should -BeTrue
    }

    It 'the script blocks of <Name> parse, and use what is there' -ForEach $views {
        $blocks = ([xml](Get-Content $Path -Raw)).SelectNodes('//ScriptBlock|//GetScriptBlock|//SetScriptBlock|//Script')
        $blocks | ForEach-Object { Find-NewSyntax $_.InnerText } | Should -BeNullOrEmpty
    }

    # What needs PowerShell 7 says so, in the same section.
    It 'the commands in <Name> work' -ForEach $pages {
        foreach ($section in (Get-Content $Path -Raw -Encoding utf8) -split '(?m)^(?=##+ )' -notmatch 'PowerShell 7\b') {
            foreach ($block in [regex]::Matches($section, '(?ms)^```powershell\n(.*?)\n```$')) {
                Find-NewSyntax $block.Groups[1].Value | Should -BeNullOrEmpty -Because $block.Value
            }
        }
    }

    It 'the steps of the workflow and the action parse' {
        $steps = foreach ($file in '.github/workflows/ci.yml', 'action.yml') {
            $text = Get-Content (Join-Path $root $file) -Raw
            [regex]::Matches($text, '(?m)^( +)shell: powershell\n\1run: \|\n((?:\1  .*\n|\n)+)') | ForEach-Object { $_.Groups[2].Value }
        }
        $steps | Should -Not -BeNullOrEmpty
        $steps | ForEach-Object { Find-NewSyntax $_ } | Should -BeNullOrEmpty
    }
}

Describe 'Scripts with the line ends of Windows' {
    BeforeAll {
        $examples = Join-Path $TestDrive 'examples'
        Copy-Item (Join-Path $root 'examples') $examples -Recurse
        foreach ($script in Get-ChildItem $examples -Filter *.ps1) {
            $text = [System.IO.File]::ReadAllText($script.FullName).Replace("`r`n", "`n").Replace("`n", "`r`n")
            [System.IO.File]::WriteAllText($script.FullName, $text, [System.Text.UTF8Encoding]::new($true))
        }
        $modulePath = $env:PSModulePath
        $env:PSModulePath = (Split-Path (Split-Path $manifest)) + [System.IO.Path]::PathSeparator + $modulePath
    }

    AfterAll {
        $env:PSModulePath = $modulePath
    }

    It 'run: <Name>' -ForEach @(
        @{ Name = 'first-message.ps1'; Arguments = ''; Expected = 'Hello alice, I read: lunch' }
        @{ Name = 'send-files.ps1'; Arguments = ''; Expected = 'Taken.+build\.log' }
        @{ Name = 'bot.ps1'; Arguments = '-Demo'; Expected = 'I know: date, uptime, disk, help' }
    ) {
        $result = Invoke-Pwsh "`$ErrorActionPreference = 'Stop'; & '$examples/$Name' $Arguments"
        $result.ExitCode | Should -Be 0 -Because $result.Output
        $result.Output | Should -Match $Expected
    }
}
