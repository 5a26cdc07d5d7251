"""Configuration files of the private cluster, rewritten at every start: an update reaches old clusters."""

import os
import pwd
from contextlib import suppress
from pathlib import Path

ROLE = "mitten"
PORT = 5432
"""Only names the socket file; nothing listens on TCP."""

_MIB = 1024 * 1024
_SHARED_BUFFERS_SHARE = 8
"""One eighth of the memory, between the limits below: the same machine also computes and draws."""
_SHARED_BUFFERS_MIB = (64, 512)

INCLUDE = """
# Mitten's settings (rewritten at every start), then yours.
include 'mitten.conf'
include_if_exists 'local.conf'
"""

HBA = """\
# Written by Mitten at every start. Unix socket only; the system account decides, there is no password.
local all all peer map=mitten
"""


def ident_map(account: str) -> str:
    """Text of ``pg_ident.conf``: the server's account, the caller and root may act as the cluster's one role.

    Parameters
    ----------
    account
        Name of the account that runs the server.
    """
    names = {account, "root"}
    with suppress(KeyError):  # an account without a name cannot be mapped; peer authentication will say so
        names.add(pwd.getpwuid(os.geteuid()).pw_name)
    lines = [f'mitten "{name}" {ROLE}' for name in sorted(names)]
    return "\n".join(["# Written by Mitten at every start.", *lines, ""])


def server_conf(socket_dir: Path, *, durable: bool) -> str:
    """Text of ``mitten.conf``: socket only, sized for a small machine.

    Parameters
    ----------
    socket_dir
        Folder of the Unix socket.
    durable
        False for a throwaway cluster: it may lose everything in a crash, and is faster for it.
    """
    buffers = _shared_buffers_mib()
    settings = {
        "listen_addresses": "''",
        "port": str(PORT),
        "unix_socket_directories": "'\"{}\"'".format(str(socket_dir).replace("'", "''")),
        "unix_socket_permissions": "0700",
        # A throwaway cluster holds many databases at once, each with pools of its own.
        "max_connections": "60" if durable else "300",
        "shared_buffers": f"{buffers}MB",
        "effective_cache_size": f"{buffers * 4}MB",
        "work_mem": "32MB",
        "maintenance_work_mem": "128MB",
        "random_page_cost": "1.1",
        "jit": "off",  # compiling costs more than our short queries take
        "wal_level": "minimal",  # no replication; loading a fresh table skips the log
        "max_wal_senders": "0",
        "max_wal_size": "1GB",
        "checkpoint_timeout": "15min",
        "log_min_messages": "warning",
        "log_line_prefix": "'%m [%p] '",
    }
    if not durable:
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    lines = [f"{name} = {value}" for name, value in settings.items()]
    return "\n".join(
        ["# Written by Mitten at every start; your own settings go into local.conf.", *lines, ""]
    )


def _shared_buffers_mib() -> int:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // _MIB
    low, high = _SHARED_BUFFERS_MIB
    return max(low, min(high, memory // _SHARED_BUFFERS_SHARE))
