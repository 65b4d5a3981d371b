namespace IpMsg.PowerShell.Notifications;

/// <summary>One way to notify the user. Called on a background thread, one notification after the other.</summary>
internal interface INotificationChannel
{
    /// <summary>Shows the notification. An exception is recorded as the failure of the notifier.</summary>
    void Show(NotificationText text);
}
