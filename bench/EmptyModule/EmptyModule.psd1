@{
    RootModule        = 'EmptyModule.dll'
    ModuleVersion     = '0.1.0'
    GUID              = 'a3b6f2a0-6f3c-4f52-9d0b-6f0c3d7e9a11'
    Author            = 'IpMsg for PowerShell contributors'
    FormatsToProcess  = @('EmptyModule.Format.ps1xml')
    FunctionsToExport = @()
    AliasesToExport   = @()
    VariablesToExport = @()
    CmdletsToExport   = @('Get-Nothing')
}
