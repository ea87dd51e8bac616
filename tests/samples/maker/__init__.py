"""Makes the sample files of tests/samples, each with its truth."""
