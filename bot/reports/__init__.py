"""What leaves the house as a picture or a document."""
