"""Products in and out as Shopify's product CSV.

A file is looked through once for how it is written (`survey`), then read again product by product (`load`); `dump` writes
one. Nothing that a file says is lost: what the model has no word for is kept in `extra` and comes out again. Imports that
come over a wire are queued (`request_import`) and carried out by workers (`run_pending`).
"""

from serai.core.transfer.dump import dump
from serai.core.transfer.faults import HEAD, Fault, faults_csv
from serai.core.transfer.load import Step, load
from serai.core.transfer.model import Import, ImportId, State
from serai.core.transfer.parse import Survey, survey
from serai.core.transfer.reports import faults_file, faults_of, get_import
from serai.core.transfer.request import request_import
from serai.core.transfer.run import run_pending
from serai.core.transfer.source import spool

__all__ = [
    "HEAD",
    "Fault",
    "Import",
    "ImportId",
    "State",
    "Step",
    "Survey",
    "dump",
    "faults_csv",
    "faults_file",
    "faults_of",
    "get_import",
    "load",
    "request_import",
    "run_pending",
    "spool",
    "survey",
]
