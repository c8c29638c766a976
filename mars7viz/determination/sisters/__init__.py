"""The sister craft Mars 4, 5 and 6: their paths from their own documents, by the same laws."""
