"""Labelled data on its way out: one typed record, one module for each format."""
