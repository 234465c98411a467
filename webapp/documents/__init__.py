"""Projects and documents: bringing articles in, cutting them into sentences."""
