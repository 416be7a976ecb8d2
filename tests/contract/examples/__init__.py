"""The documents' request and response pairs, as files, replayed against the server that `serai seed` fills."""
