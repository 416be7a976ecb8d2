"""Good bodies for the writing operations of the larger dialects: one module per dialect and noun, each with its `BODIES`."""
