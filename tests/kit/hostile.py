"""URLs that lead, or try to lead, anywhere but to the public internet."""

from collections.abc import Mapping, Sequence
from typing import Final

# What a name server answers in these tests. Unknown names have no address.
NAMES: Final[Mapping[str, Sequence[str]]] = {
    "public.example": ["93.184.216.34"],
    "both.example": ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"],
    "loopback.example": ["127.0.0.1"],
    "inside.example": ["10.0.0.5"],
    "mixed.example": ["93.184.216.34", "127.0.0.1"],
    "mixed6.example": ["93.184.216.34", "::1"],
    "metadata.example": ["169.254.169.254"],
    "six.example": ["::1"],
    "mapped.example": ["::ffff:127.0.0.1"],
    "nat64.example": ["64:ff9b::7f00:1"],
    "sixtofour.example": ["2002:7f00:1::1"],
    "linklocal.example": ["fe80::1%eth0"],
    "unique.example": ["fd00::1"],
    "zero.example": ["0.0.0.0"],
    "carrier.example": ["100.64.0.1"],
    "localhost": ["127.0.0.1", "::1"],
    "metadata.google.internal": ["169.254.169.254"],
    "127.0.0.1.nip.example": ["127.0.0.1"],
}

HOSTILE: Final[Sequence[str]] = (
    # addresses that are not public
    "http://127.0.0.1:{port}/",
    "https://127.0.0.1:{port}/",
    "http://127.1.2.3:{port}/",
    "http://0.0.0.0:{port}/",
    "http://10.0.0.1:{port}/",
    "http://172.16.0.1/",
    "http://172.31.255.255/",
    "http://192.168.1.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://100.64.0.1/",
    "http://192.0.0.1/",
    "http://192.0.2.1/",
    "http://198.18.0.1/",
    "http://224.0.0.1/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    # the same in IPv6, and IPv4 inside it
    "http://[::1]:{port}/",
    "http://[::]:{port}/",
    "http://[0:0:0:0:0:0:0:1]:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/",
    "http://[::ffff:7f00:1]:{port}/",
    "http://[::ffff:10.0.0.1]/",
    "http://[::127.0.0.1]:{port}/",
    "http://[64:ff9b::7f00:1]:{port}/",
    "http://[64:ff9b::10.0.0.1]/",
    "http://[64:ff9b:1::7f00:1]/",
    "http://[2002:7f00:1::1]/",
    "http://[2001:0:0:0:0:0:80ff:fffe]/",
    "http://[fe80::1]/",
    "http://[fe80::1%25eth0]/",
    "http://[fd00::1]/",
    "http://[fec0::1]/",
    "http://[ff02::1]/",
    "http://[2001:db8::1]/",
    # addresses in disguise
    "http://2130706433:{port}/",
    "http://0x7f000001:{port}/",
    "http://017700000001:{port}/",
    "http://0177.0.0.1:{port}/",
    "http://0x7f.0.0.1:{port}/",
    "http://127.1:{port}/",
    "http://127.0.1:{port}/",
    "http://127.0.0.1.:{port}/",
    "http://127.0.0.1%00.public.example/",
    "http://１２７.０.０.１:{port}/",
    "http://①②⑦.⓪.⓪.①:{port}/",
    "http://127。0。0。1:{port}/",
    "http://%31%32%37.0.0.1:{port}/",
    # another host than it seems
    "http://public.example@127.0.0.1:{port}/",
    "http://user:secret@public.example/",
    "http://127.0.0.1:{port}\\@public.example/",
    "http://public.example\\@127.0.0.1:{port}/",
    "http://public.example#@127.0.0.1:{port}/ ",
    "http:///127.0.0.1:{port}/",
    # names of the machine and the network
    "http://localhost:{port}/",
    "http://LOCALHOST.:{port}/",
    "http://any.localhost:{port}/",
    "http://printer.local/",
    "http://intranet/",
    "http://metadata.google.internal/computeMetadata/v1/",
    # names that lead inside, wholly or in part
    "http://loopback.example:{port}/",
    "https://loopback.example:{port}/",
    "http://inside.example/",
    "http://mixed.example:{port}/",
    "http://mixed6.example:{port}/",
    "http://metadata.example/",
    "http://six.example:{port}/",
    "http://mapped.example:{port}/",
    "http://nat64.example:{port}/",
    "http://sixtofour.example:{port}/",
    "http://linklocal.example/",
    "http://unique.example/",
    "http://zero.example:{port}/",
    "http://carrier.example/",
    "http://127.0.0.1.nip.example:{port}/",
    # what is no web address
    "ftp://public.example/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:{port}/",
    "//127.0.0.1:{port}/",
    "public.example/hook",
    "http://public.example:0/",
    "http://public.example:99999/",
    "http://public.example/\r\nX-Injected: 1",
)


async def answer(host: str, port: int) -> Sequence[str]:
    """The name server of these tests."""
    if host not in NAMES:
        raise OSError("no such name")
    return NAMES[host]
