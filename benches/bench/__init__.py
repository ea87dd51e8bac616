"""What benches/run is made of: one idea a file."""
