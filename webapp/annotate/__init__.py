"""The article page: labelling, its history, and what survives being sent twice."""
