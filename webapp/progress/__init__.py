"""How far a project is, what is stuck in it, and who is to label what: the lead's pages."""
