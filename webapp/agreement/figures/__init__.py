"""Pictures of the report: each drawn as SVG from the numbers that its table shows."""
