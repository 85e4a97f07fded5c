"""The API for programs: JSON in and out, and problems in the form of RFC 9457."""
