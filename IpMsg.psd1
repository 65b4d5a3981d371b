@{
    RootModule           = 'IpMsg.PowerShell.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = 'b7a4b6f2-5c1d-4c0e-9d2a-3f6f0e2b7c51'
    Author               = 'IpMsg for PowerShell contributors'
    CompanyName          = 'IpMsg for PowerShell contributors'
    Copyright            = '(c) 2026 IpMsg for PowerShell contributors. MIT licence.'
    Description          = 'IP Messenger (IPMsg) for people who automate: find members on the LAN, send and receive messages and files, as objects in the pipeline.'
    PowerShellVersion    = '5.1'
    CompatiblePSEditions = @('Desktop', 'Core')
    # Of Windows PowerShell.
    DotNetFrameworkVersion = '4.7.2'
    FormatsToProcess     = @(
        'IpMsg.Members.Format.ps1xml'
        'IpMsg.Messages.Format.ps1xml'
        'IpMsg.Deliveries.Format.ps1xml'
        'IpMsg.Keys.Format.ps1xml'
        'IpMsg.Contacts.Format.ps1xml'
        'IpMsg.Queue.Format.ps1xml'
        'IpMsg.History.Format.ps1xml'
        'IpMsg.Listeners.Format.ps1xml'
    )
    TypesToProcess       = @(
        'IpMsg.Members.Types.ps1xml'
        'IpMsg.Messages.Types.ps1xml'
        'IpMsg.Deliveries.Types.ps1xml'
        'IpMsg.Keys.Types.ps1xml'
        'IpMsg.Contacts.Types.ps1xml'
        'IpMsg.Queue.Types.ps1xml'
        'IpMsg.History.Types.ps1xml'
        'IpMsg.Listeners.Types.ps1xml'
    )
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
    CmdletsToExport      = @(
        'Clear-IpMsgHistory'
        'Confirm-IpMsgKey'
        'Enter-IpMsgChat'
        'Get-IpMsgContact'
        'Get-IpMsgDelivery'
        'Get-IpMsgHistory'
        'Get-IpMsgKey'
        'Get-IpMsgListener'
        'Get-IpMsgMember'
        'Get-IpMsgOffer'
        'Get-IpMsgQueue'
        'Open-IpMsg'
        'Receive-IpMsg'
        'Remove-IpMsg'
        'Remove-IpMsgContact'
        'Remove-IpMsgKey'
        'Remove-IpMsgOffer'
        'Remove-IpMsgQueue'
        'Save-IpMsgAttachment'
        'Send-IpMsg'
        'Set-IpMsgContact'
        'Set-IpMsgPresence'
        'Start-IpMsgListener'
        'Stop-IpMsgListener'
        'Test-IpMsgListener'
        'Test-IpMsgMember'
    )
    PrivateData          = @{
        PSData = @{
            Tags         = @('IPMsg', 'IPMessenger', 'LAN', 'Messenger', 'Notification', 'FileTransfer', 'CI', 'PSEdition_Core', 'PSEdition_Desktop', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://opensource.org/licenses/MIT'
            # The build adds ProjectUri and IconUri from ProjectUrl in Directory.Build.props, and Prerelease. There is no HelpInfoUri:
            # the help is part of the module and always fits it, so there is nothing for Update-Help.
            # For those who get the module from a gallery; the packages made here have the part of CHANGELOG.md in place of it.
            ReleaseNotes = '0.1.0: the first version. Members, messages, sealed messages, files and folders, images, encryption and signatures, events, help. CHANGELOG.md, beside this manifest, tells it in full.'
        }
    }
}
