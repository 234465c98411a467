"""What the tests stand on: real databases, the real program, a real browser."""
