"""What is measured: each module with a `main` prints one JSON line a figure."""
