"""Every change of the tables, up and down."""
