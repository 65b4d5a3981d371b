// Preloaded into wineserver. Wine 8 binds a UDP socket at an address of an interface to that interface, and one at an address that no
// interface has to all addresses. Two sockets at two loopback addresses then cannot share a port. Without a list of interfaces it binds
// to the address itself, as Windows does.
int getifaddrs(void **list)
{
    (void)list;
    return -1;
}
