"""PostgreSQL as a child of this process: found, created, started, watched and stopped without an administrator.

`Cluster.start(data_dir)` is all that others need. One process owns a data folder at a time; when it dies, however
it dies, the server ends by itself, and the next start repairs what is left.
"""

from serai.kit.postgres.binaries import Binaries, installed
from serai.kit.postgres.cluster import Cluster
from serai.kit.postgres.errors import DumpFailed, InUse, NoServer, StartFailed

__all__ = ["Binaries", "Cluster", "DumpFailed", "InUse", "NoServer", "StartFailed", "installed"]
