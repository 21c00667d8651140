"""Files of documents: looked into, named, kept, and read again."""
